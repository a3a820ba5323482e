/**
 * A byte buffer that grows at its end.
 *
 * Wanted: many small pieces become one array, at most twice the bytes stay reserved, and the total
 * work is linear whatever the pieces. So it doubles, never keeps a list, and takes a hint of the
 * final length only once half of that has really come (nothing is allocated on a peer's word).
 *
 * @module
 */

import { type Allocate, copyInto } from './plain-bytes.ts';

const EMPTY = /* @__PURE__ */ new Uint8Array(0);

/** Bytes in one array, with room behind them. */
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
   * @param expected - The final length in bytes, where somebody announced one.
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

  /** Takes back what was reserved or appended beyond `length`. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** Hands the bytes over, for good, and starts again empty. */
  take(): Uint8Array {
    const taken =
      this.#length === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#length);
    this.#bytes = EMPTY;
    this.#length = 0;
    return taken;
  }

  /** Goes on in an array of somebody's, when it is empty: valid as long as the queue has it. */
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
