/**
 * What a symbol of DEFLATE means, packed into a number that a table of codes holds (RFC 1951 §3.2.5).
 *
 *     bit  31 … 12   11      10    9     8    7 … 4       3 … 0
 *     +-----------+-------+------+----+-----+------------+-------------+
 *     |   value   |ILLEGAL| LINK |BASE| END | extra bits | code length |
 *     +-----------+-------+------+----+-----+------------+-------------+
 *
 * The value is a literal, the base of a length or a distance, or where the table goes on.
 *
 * @module
 */

/** No symbol, or one that stands for nothing. */
export const ILLEGAL = 0x800;
/** The code is longer than the table's index: `extra bits` more of it index the table that follows. */
export const LINK = 0x400;
/** A length or a distance: the value and as many bits as `extra bits` says. */
export const BASE = 0x200;
/** The end of the block. */
export const END = 0x100;
/** Set for anything but a literal. */
export const NO_LITERAL = 0xf00;

/** Shifts and masks of the fields. */
export const VALUE_SHIFT = 12;
export const EXTRA_SHIFT = 4;
export const FIELD = 0xf;

/** Literals 0 to 255, the end of the block 256, lengths 257 to 285; the other two stand for nothing. */
export const LITERAL_ENTRIES: Int32Array = /* @__PURE__ */ literalEntries();

/** Distances 0 to 29; the other two stand for nothing. */
export const DISTANCE_ENTRIES: Int32Array = /* @__PURE__ */ distanceEntries();

function literalEntries(): Int32Array {
  const entries = new Int32Array(288).fill(ILLEGAL);
  for (let i = 0; i < 256; i++) entries[i] = i << VALUE_SHIFT;
  entries[256] = END;
  // Groups of four, each group with one bit more; 258 has a symbol of its own.
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
    entries[first + i] = BASE | (base << VALUE_SHIFT) | (extra << EXTRA_SHIFT);
    base += 2 ** extra;
  }
}

/** Entries of symbols that stand for themselves. */
export function plainEntries(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, symbol) => symbol << VALUE_SHIFT);
}
