/**
 * The start of the body of a response that refuses the opening handshake (RFC 9112 §6.3): enough to
 * read what the server says, bounded, and never taken for WebSocket data. A chunked body is kept as
 * it is on the wire.
 *
 * @module
 */

import { ByteQueue } from '../bytes/index.ts';
import { fieldValues } from './fields.ts';
import type { ResponseHead } from './head.ts';

/** Collects a body up to its length, the end of the stream or a limit, whichever comes first. */
export class ResponseBody {
  readonly #bytes = new ByteQueue();
  readonly #length: number;

  /**
   * @param head - Its Content-Length bounds the body; without one, or with another transfer coding,
   *   the stream's end does.
   * @param maxBytes - The most bytes to keep; the rest is dropped. Default: 64 KiB.
   */
  constructor(head: ResponseHead, maxBytes = 65_536) {
    const [length = ''] = fieldValues(head.fields, 'content-length');
    const isCoded = fieldValues(head.fields, 'transfer-encoding').length > 0;
    const hasBody = head.status !== 204 && head.status !== 304;
    const announced = !isCoded && /^\d+$/.test(length) ? Number(length) : Infinity;
    this.#length = hasBody ? Math.min(announced, maxBytes) : 0;
  }

  /** Whether nothing more is to be read. */
  get isComplete(): boolean {
    return this.#bytes.length === this.#length;
  }

  /**
   * Reads the next bytes after the head; those beyond the body's end are dropped.
   *
   * @param chunk - Not modified, and not kept after the call.
   */
  push(chunk: Uint8Array, start = 0): void {
    const room = this.#length - this.#bytes.length;
    this.#bytes.append(chunk, start, Math.min(chunk.length, start + room), this.#length);
  }

  /** Hands over what has come: once, for good. */
  take(): Uint8Array {
    return this.#bytes.take();
  }
}
