/**
 * A queue of output for a pipe whose writes can be short.
 *
 * @module
 */

/** The most bytes of joined pieces: many small messages are one write, and large messages are not copied. */
const MAX_JOINED_BYTES = 65_536;

/** Keeps pieces in order, and returns the bytes to write next. */
export class WriteQueue {
  /** The pieces after the head; `undefined` without any, since an array that has grown stays large. */
  #pieces: Uint8Array[] | undefined;
  #head: Uint8Array | undefined;

  /** Adds pieces at the end. They belong to the queue from now on. */
  add(pieces: readonly Uint8Array[]): void {
    const isNext = this.#head === undefined && this.#pieces === undefined;
    const [first] = pieces;
    if (isNext && pieces.length === 1 && first!.length > 0) this.#head = first;
    else for (const piece of pieces) if (piece.length > 0) (this.#pieces ??= []).push(piece);
  }

  /** The bytes to write next, the same until `sent` is called; `undefined` when nothing waits. */
  get head(): Uint8Array | undefined {
    this.#head ??= this.#takeJoined();
    return this.#head;
  }

  /**
   * Removes bytes from the head that were sent.
   *
   * @param count - 0 to the length of the head.
   * @throws RangeError when the head has fewer bytes.
   */
  sent(count: number): void {
    const length = this.#head?.length ?? 0;
    if (!(count >= 0 && count <= length)) {
      throw new RangeError(`count must be 0 to ${length} bytes, got ${count}`);
    }
    this.#head = count === length ? undefined : this.#head?.subarray(count);
  }

  /**
   * Writes until nothing waits or a write is short.
   *
   * @param write - Returns the number of bytes that were written.
   * @returns The number of bytes that all writes wrote.
   */
  flush(write: (bytes: Uint8Array) => number): number {
    let written = 0;
    for (let head; (head = this.head) !== undefined; ) {
      const count = write(head);
      this.sent(count);
      written += count;
      if (count < head.length) break;
    }
    return written;
  }

  #takeJoined(): Uint8Array | undefined {
    const waiting = this.#pieces;
    if (waiting === undefined) return undefined;
    let [count, bytes] = [0, 0];
    for (const { length } of waiting) {
      if (count > 0 && bytes + length > MAX_JOINED_BYTES) break;
      count++;
      bytes += length;
    }
    // Join first, since it may throw: pieces that are removed and not joined would be lost.
    const head = count > 1 ? join(waiting, count, bytes) : waiting[0];
    if (count === waiting.length) this.#pieces = undefined;
    else waiting.splice(0, count);
    return head;
  }
}

/** The first `count` pieces, `length` bytes in all. */
function join(pieces: readonly Uint8Array[], count: number, length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < count; i++) {
    joined.set(pieces[i]!, at);
    at += pieces[i]!.length;
  }
  return joined;
}
