/**
 * Huffman codes as a table that is indexed by the next bits (RFC 1951 §3.2.2).
 *
 *     bits ─► first table ─► entry                         codes of up to `rootBits` bits
 *                        └─► LINK ─► table behind it ─► entry       longer ones
 *
 * Codes stand in the stream with their first bit first, and numbers with their lowest bit first: a code is
 * an index when its bits are reversed.
 *
 * @module
 */
import * as packing from './code-lengths.ts';
import * as fields from './entries.ts';

// As in `decodeFast`: a constant of another module is read wherever it is used.
const CODE_BIT = fields.CODE_BIT;
const ILLEGAL = fields.ILLEGAL;
const LINK = fields.LINK;
const VALUE_SHIFT = fields.VALUE_SHIFT;
const LENGTH = packing.LENGTH;
const LENGTH_SHIFT = packing.LENGTH_SHIFT;
const RANK_SHIFT = packing.RANK_SHIFT;
const SYMBOL = packing.SYMBOL;

/** The longest code, in bits (§3.2.7). */
const MAX_LENGTH = 15;

/** The longest index of a table, in bits. */
const REVERSED_BITS = 10;

/** Numbers of so many bits, with the last of them first. */
const REVERSED: Uint16Array = /* @__PURE__ */ reversedNumbers();

function reversedNumbers(): Uint16Array {
  const all = new Uint16Array(1 << REVERSED_BITS);
  for (let i = 0; i < all.length; i++)
    all[i] = (all[i >> 1]! >> 1) | ((i & 1) << (REVERSED_BITS - 1));
  return all;
}

/** A table, filled anew for each block, and room to work in. */
export class CodeTable {
  readonly entries: Int32Array;
  /** Index of the first table: as many bits as the longest code has, if that is less than was wanted. */
  rootBits = 0;
  readonly #maxRootBits: number;
  readonly #symbolEntries: Int32Array;
  /** Symbols with a code of this length: to be counted before `build`, which sets them to zero. */
  readonly counts: Uint16Array = new Uint16Array(MAX_LENGTH + 1);
  /** The position in `sorted` of the first symbol with a code of this length. */
  readonly #starts = new Uint16Array(MAX_LENGTH + 1);
  /** Entries of the symbols in use, in the order of their codes. */
  readonly #sorted: Int32Array;
  /** The position of the next table after the first one. */
  #end = 0;

  /**
   * @param symbolEntries - The meaning of each symbol.
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

  /** @returns The counts, all of them zero. */
  begin(): Uint16Array {
    const { counts } = this;
    for (let length = 0; length <= MAX_LENGTH; length++) counts[length] = 0;
    return counts;
  }

  /**
   * Fills the table with the codes of these lengths.
   *
   * @param lengths - Of the symbols that have a code, ascending: those that were counted, from `start` on.
   * @param first - Symbol 0 of this code as the lengths count.
   * @returns The number of codes; -1 if the lengths are impossible: more codes than such lengths allow, or fewer. One
   *   code of one bit is allowed, and no code at all (§3.2.7).
   */
  build(lengths: packing.CodeLengths, start: number, first: number): number {
    const { counts } = this;
    const starts = this.#starts;
    let left = 1;
    let longest = 0;
    let used = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      const count = counts[length]!;
      left = 2 * left - count;
      if (left < 0) return -1;
      if (count > 0) longest = length;
      starts[length] = used;
      used += count;
    }
    this.rootBits = Math.min(this.#maxRootBits, longest);
    if (left > 0 && (used > 1 || used !== counts[1]!)) return -1;
    this.#sort(lengths, start, start + used, first);
    this.#fill();
    if (left > 0) this.entries[used] = ILLEGAL + CODE_BIT * used;
    return used;
  }

  /** The meanings of symbols, in the order of their codes. */
  #sort({ packed }: packing.CodeLengths, start: number, end: number, first: number): void {
    const sorted = this.#sorted;
    const starts = this.#starts;
    const entries = this.#symbolEntries;
    for (let i = start; i < end; i++) {
      const one = packed[i]!;
      const length = (one >> LENGTH_SHIFT) & LENGTH;
      const at = starts[length]! + (one >> RANK_SHIFT);
      sorted[at] = entries[(one & SYMBOL) - first]! + CODE_BIT * length;
    }
  }

  /** Codes in order, in a table that doubles with their length: so each of them is written once. */
  #fill(): void {
    const { entries, rootBits, counts } = this;
    const sorted = this.#sorted;
    this.#end = 1 << rootBits;
    let code = 0;
    let i = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      const end = i + counts[length]!;
      code <<= 1;
      if (length > rootBits) {
        for (; i < end; i++) this.#putBehind(sorted[i]!, code++, length, end - i);
        continue;
      }
      const half = 1 << (length - 1);
      if (half < 64) for (let k = 0; k < half; k++) entries[half + k] = entries[k]!;
      else entries.copyWithin(half, 0, half);
      for (; i < end; i++) entries[reversed(code++, length)] = sorted[i]!;
    }
  }

  /** Codes with the same first bits follow each other: the first one makes the table for all of them. */
  #putBehind(entry: number, code: number, length: number, left: number): void {
    const { entries, rootBits } = this;
    const more = length - rootBits;
    const prefix = reversed(code >> more, rootBits);
    const behind = reversed(code & ~(-1 << more), more);
    if (behind === 0) {
      const bits = this.#bitsBehind(length, left);
      entries[prefix] = LINK | (this.#end << VALUE_SHIFT) | bits;
      this.#end += 1 << bits;
    }
    const link = entries[prefix]!;
    const at = link >>> VALUE_SHIFT;
    const end = at + (1 << link);
    const step = 1 << more;
    for (let i = at + behind; i < end; i += step) entries[i] = entry;
  }

  /** How many bits index a table whose first code has this length, when so many codes of it are left. */
  #bitsBehind(length: number, left: number): number {
    let bits = length - this.rootBits;
    let room = (1 << bits) - left;
    while (room > 0 && this.rootBits + bits < MAX_LENGTH) {
      bits++;
      room = 2 * room - this.counts[this.rootBits + bits]!;
    }
    return bits;
  }
}

/** A code of up to `REVERSED_BITS` bits with the first of them lowest. */
function reversed(code: number, length: number): number {
  return REVERSED[code << (REVERSED_BITS - length)]!;
}
