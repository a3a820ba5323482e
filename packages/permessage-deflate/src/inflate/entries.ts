/**
 * The meaning of a symbol of DEFLATE, packed into a number for a table of codes (RFC 1951 §3.2.5).
 *
 *     bit   30      29 … 13     12     11    10     9 … 5         4 … 0
 *     +-------+-----------+------+-----+-----+-------------+---------------+
 *     |ILLEGAL|   value   | LINK |BASE | END | code length | bits it uses |
 *     +-------+-----------+------+-----+-----+-------------+---------------+
 *
 * The value is a literal, the base of a length or a distance, or the position of the next table. A symbol uses its
 * code and the extra bits after it. JavaScript shifts by the lowest five bits of a number: so the entry itself serves
 * as a shift by the number of all bits, and shifted down as a shift by the code length.
 *
 * @module
 */

/** No symbol, or one without a meaning: as a distance it is farther than any window has bytes. */
export const ILLEGAL = 0x4000_0000;
/** The code is longer than the table's index: as many bits more as it says index the table that follows. */
export const LINK = 0x1000;
/** A length or a distance: the value and the extra bits. */
export const BASE = 0x800;
/** The end of the block. */
export const END = 0x400;
/** Set for anything but a literal. */
export const NO_LITERAL = 0x4000_1c00;

export const VALUE_SHIFT = 13;
export const CODE_SHIFT = 5;
/** The bits that a symbol uses. */
export const TAKEN = 0x1f;
/** The value of each bit of the code length, in both numbers of bits. */
export const CODE_BIT = 0x21;

/** Literals 0 to 255, the end of the block 256, lengths 257 to 285; the other two stand for nothing. */
export const LITERAL_ENTRIES: Int32Array = /* @__PURE__ */ literalEntries();

/** Distances 0 to 29; the other two stand for nothing. */
export const DISTANCE_ENTRIES: Int32Array = /* @__PURE__ */ distanceEntries();

function literalEntries(): Int32Array {
  const entries = new Int32Array(288).fill(ILLEGAL);
  for (let i = 0; i < 256; i++) entries[i] = i << VALUE_SHIFT;
  entries[256] = END;
  // Groups of four, each group with one bit more; 258 has a separate symbol.
  addBases(entries, { first: 257, count: 28, least: 3, perGroup: 4 });
  entries[285] = BASE | (258 << VALUE_SHIFT);
  return entries;
}

function distanceEntries(): Int32Array {
  const entries = new Int32Array(32).fill(ILLEGAL);
  addBases(entries, { first: 0, count: 30, least: 1, perGroup: 2 });
  return entries;
}

interface Bases {
  readonly first: number;
  readonly count: number;
  readonly least: number;
  readonly perGroup: number;
}

function addBases(entries: Int32Array, { first, count, least, perGroup }: Bases): void {
  let base = least;
  for (let i = 0; i < count; i++) {
    const extra = Math.max(0, Math.floor(i / perGroup) - 1);
    entries[first + i] = BASE | (base << VALUE_SHIFT) | extra;
    base += 2 ** extra;
  }
}

/** Lengths of codes: 0 to 15 stand for themselves, 16, 17 and 18 for runs that their extra bits count (§3.2.7). */
export const LENGTH_ENTRIES: Int32Array = /* @__PURE__ */ Int32Array.from(
  [...new Array<number>(16).fill(0), 2, 3, 7],
  (extra, symbol) => (symbol << VALUE_SHIFT) | extra,
);
