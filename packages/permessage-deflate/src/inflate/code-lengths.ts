/**
 * The lengths of the Huffman codes of those symbols that have a code (RFC 1951 §3.2.2).
 *
 *     bit  … 13    12 … 9        8 … 0
 *     +---------+-------------+--------+
 *     |  rank   | code length | symbol |
 *     +---------+-------------+--------+
 *
 * The rank says how many symbols before this one have a code of the same length.
 *
 * @module
 */

/** Symbols, code lengths in bits, and ranks, as they are packed. */
export const SYMBOL = 0x1ff;
export const LENGTH_SHIFT = 9;
export const LENGTH = 0xf;
export const RANK_SHIFT = 13;

/** Ascending, by symbol. */
export class CodeLengths {
  readonly packed: Int32Array;
  count = 0;

  /** @param most - The number of symbols. */
  constructor(most: number) {
    this.packed = new Int32Array(most);
  }

  /**
   * The next symbol with a code.
   *
   * @param counts - The number of symbols of the same code, by the length of their codes.
   */
  add(symbol: number, length: number, counts: Uint16Array): void {
    this.packed[this.count++] =
      (counts[length]!++ << RANK_SHIFT) | (length << LENGTH_SHIFT) | symbol;
  }

  /** Whether this symbol is among so many first ones. */
  has(symbol: number, count: number): boolean {
    let i = count - 1;
    while (i >= 0 && (this.packed[i]! & SYMBOL) > symbol) i--;
    return i >= 0 && (this.packed[i]! & SYMBOL) === symbol;
  }
}
