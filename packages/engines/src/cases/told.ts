/**
 * What a vector demands and what an implementation told, in one form that can be compared.
 *
 * @module
 */

import {
  bytesOf,
  type Vector,
  type VectorEvent,
  type VectorViolation,
} from '@sansocket/testkit/vectors';
import { toHex } from '@sansocket/testkit/wire';

/** Events whose bytes are digits, then the violation. */
export interface Told {
  readonly events: readonly object[];
  readonly violation: VectorViolation | undefined;
}

/** What the vector demands. */
export function demanded({ events, violation }: Vector): Told {
  return { events: events.map(withDigits), violation };
}

/** An event with its bytes as digits, however they were cut in pieces. */
function withDigits(event: VectorEvent): object {
  return 'bytes' in event ? { ...event, bytes: digits(bytesOf(event.bytes)) } : event;
}

/** Bytes as pairs of digits. */
export function digits(bytes: Uint8Array): string {
  return toHex(bytes).replaceAll(' ', '');
}
