/**
 * Frames of Hixie to events.
 *
 * @module
 */

import { ByteQueue, decodeUtf8 } from 'sansocket/bytes';
import type { ConnectionEvent, ConnectionOptions, Limits, Receiver } from 'sansocket/connection';
import { CloseCode } from 'sansocket/framing';
import { brokenEvent } from './broken.ts';
import { HixieFrameDecoder } from './hixie-frame-decoder.ts';
import { repairUtf8 } from './repair-utf8.ts';

/** Makes events from frames, in the order of the frames. */
export class HixieReceiver implements Receiver {
  readonly #decoder: HixieFrameDecoder;
  readonly #parts: boolean;
  readonly #asBytes: boolean;
  /** Offset of the first byte of the frames among all bytes received. */
  readonly #offset: number;
  /** The bytes of the text in progress; in parts, the bytes that have not been delivered. */
  readonly #text = new ByteQueue();
  #receivedData = false;

  constructor(options: ConnectionOptions, limits: Limits, offset: number, closes: boolean) {
    const { maxFrameBytes, maxMessageBytes } = limits;
    const maxTextBytes = Math.min(maxFrameBytes, maxMessageBytes);
    this.#decoder = new HixieFrameDecoder({ maxFrameBytes, maxTextBytes, closes });
    this.#parts = options.messages === 'parts';
    this.#asBytes = options.text === 'bytes';
    this.#offset = offset;
  }

  get unread(): number {
    return this.#decoder.unread;
  }

  receivedData(): boolean {
    const received = this.#receivedData;
    this.#receivedData = false;
    return received;
  }

  push(chunk: Uint8Array): void {
    this.#decoder.push(chunk);
  }

  next(): ConnectionEvent | undefined {
    for (;;) {
      switch (this.#decoder.next()) {
        case 'begin':
          this.#receivedData = true;
          break;
        case 'text':
          this.#receivedData = true;
          this.#text.append(this.#decoder.piece);
          break;
        case 'end':
          return this.#message();
        case 'closing':
          // FF 00 has no room for a close code.
          return { type: 'close-received', code: CloseCode.noStatusReceived, reason: '' };
        case 'need-input':
          return this.#part();
        case 'violation':
          return this.#part() ?? this.#violation();
      }
    }
  }

  #message(): ConnectionEvent {
    const { text } = repairUtf8(this.#text.take(), true);
    const data = this.#decode(text);
    return this.#parts
      ? { type: 'message-part', kind: 'text', data, fin: true }
      : { type: 'message', kind: 'text', data };
  }

  /** With the option `messages: 'parts'`, the part of the text received since the last event, unless it is empty. */
  #part(): ConnectionEvent | undefined {
    if (!this.#parts) return undefined;
    const { text, tail } = repairUtf8(this.#text.take(), false);
    this.#text.append(tail);
    if (text.length === 0) return undefined;
    return { type: 'message-part', kind: 'text', data: this.#decode(text), fin: false };
  }

  #decode(text: Uint8Array): string | Uint8Array {
    return this.#asBytes ? text : decodeUtf8(text);
  }

  #violation(): ConnectionEvent | undefined {
    const { violation } = this.#decoder;
    return (
      violation && brokenEvent(violation.rule, this.#offset + violation.offset, violation.detail)
    );
  }
}
