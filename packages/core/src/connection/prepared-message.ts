/**
 * A message for many connections, encoded once (RFC 6455 §5.2).
 *
 * @module
 */

import { encodeUtf8, plainBytes } from '../bytes/index.ts';
import { FIN, Opcode, unmaskedHeader } from '../framing/index.ts';
import { aMessage, checkKind } from '../options/index.ts';

/** A message with the frames that servers send for it, made by `prepareMessage`. */
export class PreparedMessage {
  readonly data: string | Uint8Array;
  /** The whole frame, not masked. All connections write this array, so it must not be changed. */
  readonly frame: Uint8Array;
  /** The bytes of the message, within `frame`. */
  readonly payload: Uint8Array;
  /** The frames of what extensions have made of the payload: the same array for all connections that share it. */
  readonly #frames = new Map<Uint8Array, Uint8Array>();

  /** @param data - Bytes are copied. */
  constructor(data: string | Uint8Array) {
    assertMessage(data);
    const isText = typeof data === 'string';
    const payload = isText ? encodeUtf8(data) : plainBytes(data, 'data');
    const opcode = isText ? Opcode.text : Opcode.binary;
    this.frame = frameOf(FIN | opcode, payload);
    this.payload = this.frame.subarray(this.frame.length - payload.length);
    this.data = isText ? data : this.payload;
  }

  /**
   * The frame of a payload that extensions have transformed.
   *
   * @param payload - Kept as long as the message.
   * @param reservedBits - As in byte 0.
   */
  transformed(payload: Uint8Array, reservedBits: number): Uint8Array {
    if (payload === this.payload) return this.frame;
    const known = this.#frames.get(payload);
    if (known !== undefined) return known;
    const frame = frameOf(this.frame[0]! | reservedBits, payload);
    this.#frames.set(payload, frame);
    return frame;
  }
}

function frameOf(byte0: number, payload: Uint8Array): Uint8Array {
  const header = unmaskedHeader(byte0, payload.length);
  const frame = new Uint8Array(header.length + payload.length);
  frame.set(header);
  frame.set(payload, header.length);
  return frame;
}

/** @throws TypeError unless `data` can be sent. */
export function assertMessage(data: unknown): void {
  checkKind('data', data, aMessage);
}

/**
 * Encodes a message for many connections.
 *
 * Servers write the same bytes to each connection. With permessage-deflate the message is compressed once for each size
 * of window and each `permessageDeflate()`, as a block that stands alone; on a connection with context takeover, the
 * message after it starts afresh. A client sends the data as usual, since it has to mask it with a new key.
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
