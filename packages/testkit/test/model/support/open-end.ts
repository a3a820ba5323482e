/**
 * A connection that begins open, and frames for it.
 *
 * @module
 */

import type { ModelRole } from '@sansocket/testkit/model';
import { serializeFrame } from '@sansocket/testkit/wire';
import { type Connection, type ConnectionOptions, OpenConnection, SharedMemory } from 'sansocket';

/** Options; `memory`: with memory of its own that is lent. */
export interface OpenEndOptions extends Omit<ConnectionOptions, 'extensions' | 'memory'> {
  readonly memory?: boolean;
}

/** The connection, its event `open` taken, and the number of bytes that it had sent before the first frame. */
export function openEnd(
  role: ModelRole,
  { memory, ...options }: OpenEndOptions,
): { readonly connection: Connection; readonly sent: number } {
  const shared = memory === true ? { memory: new SharedMemory() } : {};
  const fillRandom = (bytes: Uint8Array): void => void bytes.fill(0x5a);
  const connection = new OpenConnection(role, { ...options, ...shared, fillRandom }, 0);
  connection.nextEvent();
  return { connection, sent: 0 };
}

/** A frame as the peer of `role` sends it. */
export function frameOf(byte0: number, payload: Uint8Array, role: ModelRole): Uint8Array {
  const maskingKey = role === 'server' ? Uint8Array.of(1, 2, 3, 4) : undefined;
  return serializeFrame({ opcode: byte0 % 16, fin: byte0 >= 128, payload, maskingKey });
}
