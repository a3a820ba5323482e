/**
 * The start of the body of a response that refuses the opening handshake (RFC 9112 §6.3): enough to
 * read what the server says, bounded, and never taken for WebSocket data.
 *
 * @module
 */

import { assertBytes, ByteQueue } from '../bytes/index.ts';
import { checkKind, fromZero } from '../options/index.ts';
import { ChunkFraming } from './chunk-framing.ts';
import { fieldValues, listElements } from './fields.ts';
import type { ResponseHead } from './head.ts';

/** Collects a body up to its length, its last chunk, the end of the stream or a limit, whichever comes first. */
export class ResponseBody {
  readonly #bytes = new ByteQueue();
  readonly #maxBytes: number;
  /** There while chunks may follow. */
  #chunks: ChunkFraming | undefined;
  /** Bytes of the body that follow in a row. */
  #left: number;

  /**
   * @param head - Its fields say where the body ends: with the last chunk, which is decoded, or after
   *   Content-Length. Without either the stream's end does. Other transfer codings are left as they are.
   * @param maxBytes - The most bytes to keep; the rest is dropped. Default: 64 KiB.
   * @throws TypeError or RangeError when that is no whole number from 0 up.
   */
  constructor({ status, fields }: ResponseHead, maxBytes = 65_536) {
    checkKind('maxBytes', maxBytes, fromZero);
    this.#maxBytes = maxBytes;
    this.#left = 0;
    if (status < 200 || status === 204 || status === 304) return;
    const codings = listElements(fieldValues(fields, 'transfer-encoding'));
    if (codings.at(-1)?.toLowerCase() === 'chunked') this.#chunks = new ChunkFraming();
    else this.#left = codings.length > 0 ? Infinity : announced(fields);
  }

  /** Whether nothing more is to be read. */
  get isComplete(): boolean {
    const isOver = this.#left === 0 && this.#chunks === undefined;
    return isOver || this.#bytes.length === this.#maxBytes;
  }

  /**
   * Reads the next bytes after the head; those beyond the body's end are dropped.
   *
   * @param chunk - Not modified, and not kept after the call.
   * @throws TypeError when it is no Uint8Array.
   */
  push(chunk: Uint8Array, start = 0): void {
    assertBytes(chunk, 'chunk');
    for (let at = start; at < chunk.length && !this.isComplete; ) {
      if (this.#left === 0) {
        const size = this.#chunks?.take(chunk[at++]!);
        if (size === 0) this.#chunks = undefined;
        this.#left = size ?? 0;
        continue;
      }
      const room = Math.min(this.#left, this.#maxBytes - this.#bytes.length);
      const end = Math.min(chunk.length, at + room);
      this.#bytes.append(chunk, at, end, this.#maxBytes);
      this.#left -= end - at;
      at = end;
    }
  }

  /** Hands over what has come: once, for good. */
  take(): Uint8Array {
    return this.#bytes.take();
  }
}

/** What Content-Length says, once or several times the same; `Infinity` for none, and for what is no length. */
function announced(fields: ResponseHead['fields']): number {
  const [length = '', ...others] = listElements(fieldValues(fields, 'content-length'));
  const isLength = /^\d+$/.test(length) && others.every((other) => other === length);
  return isLength ? Number(length) : Infinity;
}
