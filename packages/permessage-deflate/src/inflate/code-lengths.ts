/**
 * How long the Huffman codes of symbols are (RFC 1951 §3.2.2), without those that have none.
 *
 * @module
 */

/** Ascending, by symbol. */
export class CodeLengths {
  readonly symbols: Uint16Array;
  /** Of the code of each, in bits. */
  readonly bits: Uint8Array;
  count = 0;

  /** @param most - Symbols that there are. */
  constructor(most: number) {
    this.symbols = new Uint16Array(most);
    this.bits = new Uint8Array(most);
  }

  /** The next symbol with a code. */
  add(symbol: number, bits: number): void {
    this.symbols[this.count] = symbol;
    this.bits[this.count++] = bits;
  }

  /** @returns How many symbols are less than this one: the index of the first that is not. */
  countBelow(symbol: number): number {
    let count = this.count;
    while (count > 0 && this.symbols[count - 1]! >= symbol) count--;
    return count;
  }
}
