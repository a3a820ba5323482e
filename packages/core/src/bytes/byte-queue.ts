/**
 * A byte buffer that grows at its end.
 *
 * The goals: many small pieces become one array, at most twice the bytes stay reserved, and the total
 * work is linear for pieces of any length. So the array doubles in length, no list of pieces is kept, and
 * a hint of the final length is used only once half of that length has arrived (a peer's announcement
 * alone allocates nothing).
 *
 * @module
 */

import { type Allocate, copyInto } from './plain-bytes.ts';

const EMPTY = /* @__PURE__ */ new Uint8Array(0);

/** Bytes in one array, with free room after them. */
export class ByteQueue {
  readonly #allocate: Allocate | undefined;
  #bytes: Uint8Array = EMPTY;
  #length = 0;

  /** @param allocate - Default: `new Uint8Array`. */
  constructor(allocate?: Allocate) {
    this.#allocate = allocate;
  }

  /** Bytes in the queue. */
  get length(): number {
    return this.#length;
  }

  /** The backing array: valid up to `length`, and only until the next call of `reserve`. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /**
   * Makes the queue longer by `count` bytes that the caller then writes.
   *
   * @param count - Bytes to add.
   * @param expected - The final length in bytes, if it has been announced. Default: not known.
   * @returns The position of the first added byte in `bytes`.
   */
  reserve(count: number, expected: number = Infinity): number {
    const position = this.#length;
    const length = position + count;
    if (length > this.#bytes.length) this.#grow(length, expected);
    this.#length = length;
    return position;
  }

  /** Adds a copy of `source[start, end)`. */
  append(
    source: Uint8Array,
    start = 0,
    end: number = source.length,
    expected: number = Infinity,
  ): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.length) this.#grow(length, expected);
    copyInto(this.#bytes, this.#length, source, start, end);
    this.#length = length;
  }

  /** Removes the bytes that were reserved or appended beyond `length`. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** @returns All bytes, which belong to the caller from then on. The queue is empty afterwards. */
  take(): Uint8Array {
    const taken =
      this.#length === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#length);
    this.#bytes = EMPTY;
    this.#length = 0;
    return taken;
  }

  /** Uses the caller's array from then on, if the queue is empty. It must stay valid while the queue holds it. */
  adopt(bytes: Uint8Array): void {
    this.#bytes = bytes;
  }

  #grow(length: number, expected: number): void {
    const capacity = Math.max(length, Math.min(2 * length, expected), 64);
    const grown = this.#allocate?.(capacity) ?? new Uint8Array(capacity);
    grown.set(
      this.#length === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#length),
    );
    this.#bytes = grown;
  }
}
