/**
 * A message that goes to many connections: encoded once (RFC 6455 §5.2).
 *
 * @module
 */

import { encodeUtf8, plainBytes } from '../bytes/index.ts';
import { FIN, FrameWriter, Opcode } from '../framing/index.ts';
import { aMessage, checkKind } from '../options/index.ts';

/** A message with the frame of it that servers send, made by `prepareMessage`. */
export class PreparedMessage {
  readonly data: string | Uint8Array;
  /** The whole frame, not masked. All connections hand out this array: nobody may change it. */
  readonly frame: Uint8Array;
  /** Of the payload, in bytes. */
  readonly payloadLength: number;

  /** @param data - Not changed, not kept where it is bytes. */
  constructor(data: string | Uint8Array) {
    assertMessage(data);
    const isText = typeof data === 'string';
    const payload = isText ? encodeUtf8(data) : plainBytes(data, 'data');
    const opcode = isText ? Opcode.text : Opcode.binary;
    this.frame = new FrameWriter('server').frame(FIN | opcode, payload);
    this.payloadLength = payload.length;
    this.data = isText ? data : this.frame.subarray(this.frame.length - payload.length);
  }
}

/** @throws TypeError for anything but what can be sent. */
export function assertMessage(data: unknown): void {
  checkKind('data', data, aMessage);
}

/**
 * Encodes a message that is to be sent to many connections.
 *
 * A server without extensions in use hands out the same bytes on each; any other connection sends the data as usual:
 * a client has to mask it with a key of its own, an extension to compress it in its own context.
 *
 * @param data - A string is sent as text, bytes as binary; they are copied.
 * @throws TypeError when it is neither.
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
