/**
 * Output that waits for a pipe whose writes can be short.
 *
 * @module
 */

/** Pieces are joined up to so many bytes: one write for many small messages, and no copy of large ones. */
const MAX_JOINED_BYTES = 65_536;

/** Keeps pieces in order, and gives out what to write next. */
export class WriteQueue {
  /** Behind the head; there while there are any: an array that has grown stays large. */
  #pieces: Uint8Array[] | undefined;
  #head: Uint8Array | undefined;

  /** Puts pieces at the end. They are the queue's from here on. */
  add(pieces: readonly Uint8Array[]): void {
    const isNext = this.#head === undefined && this.#pieces === undefined;
    const [first] = pieces;
    if (isNext && pieces.length === 1 && first!.length > 0) this.#head = first;
    else for (const piece of pieces) if (piece.length > 0) (this.#pieces ??= []).push(piece);
  }

  /** What to write next, the same bytes until `sent`; `undefined` when nothing waits. */
  get head(): Uint8Array | undefined {
    this.#head ??= this.#takeJoined();
    return this.#head;
  }

  /**
   * Takes bytes off the head that have left.
   *
   * @param count - 0 to the length of the head.
   * @throws RangeError when the head has not so many.
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
   * @param write - Returns how many bytes were taken.
   * @returns How many were taken by all writes.
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
    // First what may throw: what is taken and not joined would be lost.
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
