/**
 * The start of the body of a response that refuses the opening handshake (RFC 9112 §6.3): it has a limit, and
 * is never treated as WebSocket data.
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
  /** The decoder of chunks; `undefined` if the body is not chunked or its last chunk was read. */
  #chunks: ChunkFraming | undefined;
  /** Bytes of the body that follow without framing between them. */
  #left: number;

  /**
   * @param head - Its fields determine the end of the body: the last chunk (chunks are decoded), or
   *   Content-Length, otherwise the end of the stream. Other transfer codings are not decoded.
   * @param maxBytes - The most bytes to keep; further bytes are dropped. Default: 64 KiB.
   * @throws TypeError or RangeError if `maxBytes` is not a whole number from 0 up.
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

  /** Whether the body, or its part up to the limit, is complete. */
  get isComplete(): boolean {
    const isOver = this.#left === 0 && this.#chunks === undefined;
    return isOver || this.#bytes.length === this.#maxBytes;
  }

  /**
   * Reads the next bytes after the head; bytes after the end of the body are dropped.
   *
   * @param chunk - Not modified, and not kept after the call.
   * @throws TypeError if `chunk` is not a Uint8Array.
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

  /** @returns The bytes collected so far, which belong to the caller. Call it once. */
  take(): Uint8Array {
    return this.#bytes.take();
  }
}

/** The value of Content-Length, which may be repeated; `Infinity` if it is absent, not a length or contradictory. */
function announced(fields: ResponseHead['fields']): number {
  const [length = '', ...others] = listElements(fieldValues(fields, 'content-length'));
  const isLength = /^\d+$/.test(length) && others.every((other) => other === length);
  return isLength ? Number(length) : Infinity;
}
