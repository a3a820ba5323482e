/**
 * The numbers of DEFLATE: lengths, distances and the fixed codes (RFC 1951 §3.2.5 to §3.2.7).
 *
 *     symbol  257 … 264  265 … 268  269 … 272   …   281 … 284  285
 *     extra bits   0          1          2      …        5      0
 *     length   3 …  10   11 …  18   19 …  34    …  131 … 257  258
 *
 *     symbol    0 …   3    4 …   5    6 …   7   …    28 … 29
 *     extra bits   0          1          2      …       13
 *     distance  1 …   4    5 …   8    9 …  16   …  16385 … 32768
 *
 * @module
 */

/** The meaning of a symbol: the smallest value, and the number of bits to add to it. */
export type Extra = readonly [base: number, bits: number];

/** Lengths of copies, for the symbols from 257 on. 286 and 287 have no meaning. */
export const copyLengths: readonly Extra[] = [
  ...spans(3, 28, (i) => (i < 8 ? 0 : Math.floor(i / 4) - 1)),
  [258, 0],
];

/** Distances of copies, for the symbols from 0 on. 30 and 31 have no meaning. */
export const copyDistances: readonly Extra[] = spans(1, 30, (i) =>
  i < 4 ? 0 : Math.floor(i / 2) - 1,
);

/** The symbol that ends a block. */
export const END_OF_BLOCK = 256;

/** The order of the lengths of the codes for code lengths in a block. */
export const codeLengthOrder: readonly number[] = [
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/** Code lengths of the fixed code for literals and lengths. */
export const fixedLengths: readonly number[] = Array.from({ length: 288 }, (_, symbol) => {
  if (symbol < 144) return 8;
  if (symbol < 256) return 9;
  return symbol < 280 ? 7 : 8;
});

/** Code lengths of the fixed code for distances. */
export const fixedDistanceLengths: readonly number[] = Array.from({ length: 32 }, () => 5);

/** Values in a row, each symbol taking over where the one before it ends. */
function spans(first: number, count: number, bitsOf: (index: number) => number): readonly Extra[] {
  let base = first;
  return Array.from({ length: count }, (_, i) => {
    const bits = bitsOf(i);
    base += 2 ** bits;
    return [base - 2 ** bits, bits] as const;
  });
}
