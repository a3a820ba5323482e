/**
 * Huffman codes as a table that is indexed by the next bits (RFC 1951 §3.2.2).
 *
 *     bits ─► first table ─► entry                         codes of up to `rootBits` bits
 *                        └─► LINK ─► table behind it ─► entry       longer ones
 *
 * Codes stand in the stream with their first bit first, and numbers with their lowest bit first: a code is
 * an index when its bits are reversed, and to count upwards is to add at the upper end.
 *
 * @module
 */
import type { CodeLengths } from './code-lengths.ts';
import { EXTRA_SHIFT, FIELD, ILLEGAL, LINK, VALUE_SHIFT } from './entries.ts';

/** The longest code, in bits (§3.2.7). */
const MAX_LENGTH = 15;

/** A table, filled anew for each block, and room to work in. */
export class CodeTable {
  readonly entries: Int32Array;
  /** Index of the first table: as many bits as the longest code has, if that is less than was wanted. */
  rootBits = 0;
  readonly #maxRootBits: number;
  readonly #symbolEntries: Int32Array;
  readonly #counts = new Uint16Array(MAX_LENGTH + 1);
  /** Where the next symbol with a code of this length is put in `sorted`; that of length 1 first. */
  readonly #next = new Uint16Array(MAX_LENGTH + 2);
  /** Entries of the symbols in use, in the order of their codes. */
  readonly #sorted: Int32Array;
  /** Where the next table behind the first one begins. */
  #end = 0;

  /**
   * @param symbolEntries - What each symbol means.
   * @param maxRootBits - Index of the first table, at most.
   * @param size - Entries of all tables: at most 2^maxRootBits and, for a table behind it of 2^k entries, k + 1
   *   symbols.
   */
  constructor(symbolEntries: Int32Array, maxRootBits: number, size: number) {
    this.#symbolEntries = symbolEntries;
    this.#sorted = new Int32Array(symbolEntries.length);
    this.entries = new Int32Array(size);
    this.#maxRootBits = maxRootBits;
  }

  /**
   * Fills the table with the codes of these lengths.
   *
   * @param lengths - Of the symbols that have a code, ascending: those from `start` to `end` of them.
   * @param first - Symbol 0 of this code as the lengths count.
   * @returns Whether they are those of a code: no more codes than there can be, and no room for more; but there
   *   may be one code of one bit, or none (§3.2.7).
   */
  build(lengths: CodeLengths, start: number, end: number, first: number): boolean {
    const counts = this.#counts.fill(0);
    const { bits } = lengths;
    for (let i = start; i < end; i++) counts[bits[i]!]!++;
    const used = end - start;
    let left = 1;
    let longest = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      left = 2 * left - counts[length]!;
      if (left < 0) return false;
      if (counts[length]! > 0) longest = length;
    }
    this.rootBits = Math.min(this.#maxRootBits, longest);
    if (left > 0 && (used > 1 || used !== counts[1]!)) return false;
    this.#sort(lengths, start, end, first);
    this.#fill();
    if (left > 0) this.entries[used] = ILLEGAL | used;
    return true;
  }

  /** What symbols mean, in the order of their codes. */
  #sort({ symbols, bits }: CodeLengths, start: number, end: number, first: number): void {
    const sorted = this.#sorted;
    const next = this.#next;
    const entries = this.#symbolEntries;
    next[1] = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      next[length + 1] = next[length]! + this.#counts[length]!;
    }
    for (let i = start; i < end; i++) {
      const length = bits[i]!;
      sorted[next[length]!++] = entries[symbols[i]! - first]! | length;
    }
  }

  /** Codes in order, in a table that doubles with their length: so each of them is written once. */
  #fill(): void {
    const { entries, rootBits } = this;
    const counts = this.#counts;
    const sorted = this.#sorted;
    let code = 0;
    let i = 0;
    for (let length = 1; length <= rootBits; length++) {
      const half = 1 << (length - 1);
      if (half < 64) for (let k = 0; k < half; k++) entries[half + k] = entries[k]!;
      else entries.copyWithin(half, 0, half);
      for (let left = counts[length]!; left > 0; left--) {
        entries[code] = sorted[i++]!;
        code = nextCode(code, length);
      }
    }
    this.#fillBehind(code, i);
  }

  /** @param first - The first code that is longer than the index, of the symbol `sorted[at]`. */
  #fillBehind(first: number, at: number): void {
    let code = first;
    let i = at;
    this.#end = 1 << this.rootBits;
    for (let length = this.rootBits + 1; length <= MAX_LENGTH; length++) {
      for (let left = this.#counts[length]!; left > 0; left--) {
        this.#putBehind(this.#sorted[i++]!, code, length, left);
        code = nextCode(code, length);
      }
    }
  }

  /** Codes with the same first bits follow each other: the first one makes the table for all of them. */
  #putBehind(entry: number, code: number, length: number, left: number): void {
    const { entries, rootBits } = this;
    const prefix = code & ((1 << rootBits) - 1);
    if (code >>> rootBits === 0) {
      const bits = this.#bitsBehind(length, left);
      entries[prefix] = LINK | (this.#end << VALUE_SHIFT) | (bits << EXTRA_SHIFT);
      this.#end += 1 << bits;
    }
    const link = entries[prefix]!;
    const at = link >>> VALUE_SHIFT;
    const end = at + (1 << ((link >>> EXTRA_SHIFT) & FIELD));
    const step = 1 << (length - rootBits);
    for (let i = at + (code >>> rootBits); i < end; i += step) entries[i] = entry;
  }

  /** How many bits index a table whose first code has this length, when so many codes of it are left. */
  #bitsBehind(length: number, left: number): number {
    let bits = length - this.rootBits;
    let room = (1 << bits) - left;
    while (room > 0 && this.rootBits + bits < MAX_LENGTH) {
      bits++;
      room = 2 * room - this.#counts[this.rootBits + bits]!;
    }
    return bits;
  }
}

/** The next code of this length, both with their first bit lowest. */
function nextCode(code: number, length: number): number {
  const zeros = ~code & ((1 << length) - 1);
  if (zeros === 0) return 0;
  const bit = 1 << (31 - Math.clz32(zeros));
  return (code & (bit - 1)) | bit;
}
