/**
 * The symbols of DEFLATE: literals, lengths and distances with their extra bits (RFC 1951 §3.2.5).
 *
 * @module
 */

/**
 * A literal byte, or a copy of earlier bytes: a length of 3 to 258, a distance of 1 to 32,768.
 */
export type DeflateToken = number | { readonly length: number; readonly distance: number };

/** A symbol with the bits after it. */
export interface DeflateSymbol {
  readonly of: 'literal' | 'distance';
  readonly symbol: number;
  readonly extra: number;
  readonly extraBits: number;
}

/** The symbols of a token. */
export function symbolsOf(token: DeflateToken): DeflateSymbol[] {
  if (typeof token === 'number') {
    return [{ of: 'literal', symbol: token, extra: 0, extraBits: 0 }];
  }
  return [
    { of: 'literal', ...withExtra(token.length, lengthRows, 257) },
    { of: 'distance', ...withExtra(token.distance, distanceRows, 0) },
  ];
}

/** The least value of each symbol, and the number of bits added to it. */
type Row = readonly [base: number, extraBits: number];

/** Lengths in groups of four symbols, each group with one bit more; 258 has a separate symbol. */
const lengthRows: readonly Row[] = /* @__PURE__ */ [
  ...rows(28, 3, (i) => Math.max(0, (i >> 2) - 1)),
  [258, 0],
];
/** Distances in groups of two. */
const distanceRows: readonly Row[] = /* @__PURE__ */ rows(30, 1, (i) => Math.max(0, (i >> 1) - 1));

function rows(count: number, first: number, extraBitsOf: (i: number) => number): Row[] {
  let base = first;
  return Array.from({ length: count }, (_, i) => {
    const row: Row = [base, extraBitsOf(i)];
    base += 2 ** row[1];
    return row;
  });
}

function withExtra(value: number, table: readonly Row[], first: number): Omit<DeflateSymbol, 'of'> {
  const i = table.filter(([base]) => base <= value).length - 1;
  const [base, extraBits] = table[i]!;
  return { symbol: first + i, extra: value - base, extraBits };
}
