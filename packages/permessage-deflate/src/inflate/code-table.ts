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
import { EXTRA_SHIFT, FIELD, ILLEGAL, LINK, VALUE_SHIFT } from './entries.ts';

/** The longest code, in bits (§3.2.7). */
const MAX_LENGTH = 15;

/** A table, filled anew for each block, and room to work in. */
export class CodeTable {
  readonly entries: Int32Array;
  /** Index of the first table: as many bits as the longest code has, if that is less than was wanted. */
  rootBits = 0;
  /** Symbols that have a code. */
  used = 0;
  readonly #maxRootBits: number;
  readonly #symbolEntries: Int32Array;
  readonly #counts = new Uint16Array(MAX_LENGTH + 1);
  /** Where the next symbol with a code of this length is put in `sorted`; that of length 1 first. */
  readonly #next = new Uint16Array(MAX_LENGTH + 2);
  readonly #sorted: Uint16Array;
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
    this.#sorted = new Uint16Array(symbolEntries.length);
    this.entries = new Int32Array(size);
    this.#maxRootBits = maxRootBits;
  }

  /**
   * Fills the table with the codes of these lengths.
   *
   * @param lengths - `lengths[start, end)` for the symbols from 0 on, in bits; 0 for a symbol without a code.
   * @returns Whether they are those of a code: no more codes than there can be, and no room for more; but there
   *   may be one code of one bit, or none (§3.2.7).
   */
  build(lengths: Uint8Array, start: number, end: number): boolean {
    const counts = this.#counts;
    counts.fill(0);
    for (let i = start; i < end; i++) counts[lengths[i]!]!++;
    const used = end - start - counts[0]!;
    counts[0] = 0;
    let left = 1;
    let longest = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      left = 2 * left - counts[length]!;
      if (left < 0) return false;
      if (counts[length]! > 0) longest = length;
    }
    this.used = used;
    this.rootBits = Math.min(this.#maxRootBits, longest);
    if (left > 0 && (used > 1 || used !== counts[1]!)) return false;
    if (left > 0) this.entries.fill(ILLEGAL | used, 0, 1 << this.rootBits);
    this.#sort(lengths, start, end);
    this.#fill();
    return true;
  }

  /** Symbols in the order of their codes. */
  #sort(lengths: Uint8Array, start: number, end: number): void {
    const sorted = this.#sorted;
    const next = this.#next;
    next[1] = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      next[length + 1] = next[length]! + this.#counts[length]!;
    }
    for (let i = start; i < end; i++) {
      const length = lengths[i]!;
      if (length > 0) sorted[next[length]!++] = i - start;
    }
  }

  /** Codes in order, each as all indices that begin with it. */
  #fill(): void {
    const { rootBits } = this;
    const counts = this.#counts;
    this.#end = 1 << rootBits;
    let code = 0;
    let i = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      for (let left = counts[length]!; left > 0; left--) {
        const entry = this.#symbolEntries[this.#sorted[i++]!]! | length;
        if (length <= rootBits) this.#put(entry, 0, code, rootBits, length);
        else this.#putBehind(entry, code, length, left);
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
    const bits = (link >>> EXTRA_SHIFT) & FIELD;
    this.#put(entry, link >>> VALUE_SHIFT, code >>> rootBits, bits, length - rootBits);
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

  #put(entry: number, at: number, code: number, tableBits: number, codeBits: number): void {
    const { entries } = this;
    const end = at + (1 << tableBits);
    for (let i = at + code; i < end; i += 1 << codeBits) entries[i] = entry;
  }
}

/** The next code of this length, both with their first bit lowest. */
function nextCode(code: number, length: number): number {
  let bit = 1 << (length - 1);
  while ((code & bit) !== 0) bit >>>= 1;
  return bit === 0 ? 0 : (code & (bit - 1)) | bit;
}
