/**
 * A message for many connections, encoded once (RFC 6455 §5.2).
 *
 * @module
 */

import { encodeUtf8, plainBytes } from '../bytes/index.ts';
import { FIN, Opcode, unmaskedHeader } from '../framing/index.ts';
import { aMessage, checkKind } from '../options/index.ts';

/** A message with the frame that servers send for it, made by `prepareMessage`. */
export class PreparedMessage {
  readonly data: string | Uint8Array;
  /** The whole frame, not masked. All connections write this array, so it must not be changed. */
  readonly frame: Uint8Array;
  /** Length of the payload, in bytes. */
  readonly payloadLength: number;

  /** @param data - Bytes are copied. */
  constructor(data: string | Uint8Array) {
    assertMessage(data);
    const isText = typeof data === 'string';
    const payload = isText ? encodeUtf8(data) : plainBytes(data, 'data');
    const opcode = isText ? Opcode.text : Opcode.binary;
    const { length } = payload;
    const header = unmaskedHeader(FIN | opcode, length);
    this.frame = new Uint8Array(header.length + length);
    this.frame.set(header);
    this.frame.set(payload, header.length);
    this.payloadLength = length;
    this.data = isText ? data : this.frame.subarray(header.length);
  }
}

/** @throws TypeError unless `data` can be sent. */
export function assertMessage(data: unknown): void {
  checkKind('data', data, aMessage);
}

/**
 * Encodes a message for many connections.
 *
 * A server without extensions in use writes the same bytes to each connection; any other connection sends the data as
 * usual: a client has to mask it with a new key, and an extension has to compress it in its own context.
 *
 * @param data - A string is sent as text, bytes as binary; they are copied.
 * @throws TypeError when `data` is neither.
 *
 * @example
 * ```ts
 * import { prepareMessage, ServerConnection } from 'sansocket';
 *
 * const connections: ServerConnection[] = [];
 * const message = prepareMessage('Hello, all');
 * for (const connection of connections) connection.send(message);
 * ```
 */
export function prepareMessage(data: string | Uint8Array): PreparedMessage {
  return new PreparedMessage(data);
}
