/**
 * Prefix codes (RFC 1951 §3.2.2): the lengths of the codes determine the codes.
 *
 * @module
 */

import type { Bits } from './bits.ts';

/** A code for each symbol in use, and the length of the longest, in bits. */
export interface PrefixCode {
  /** Indexed by the bits of the code with a 1 before them, which keeps leading zeros. */
  readonly symbols: ReadonlyMap<number, number>;
  readonly longest: number;
}

/**
 * Assigns codes to symbols: shorter ones before longer ones, and in the order of the symbols.
 *
 * @param lengths - For each symbol the length of its code, in bits; 0 for none.
 * @returns `undefined` when the lengths form no code: there are too many codes, or some are unused. A single code of
 * one bit is allowed, and so is no code at all (§3.2.7).
 */
export function prefixCode(lengths: readonly number[]): PrefixCode | undefined {
  const used = lengths.filter((length) => length > 0);
  const longest = Math.max(0, ...used);
  const share = used.reduce((sum, length) => sum + 2 ** -length, 0);
  const isSparse = used.length === 0 || (used.length === 1 && longest === 1);
  if (share !== 1 && !isSparse) return undefined;

  const symbols = new Map<number, number>();
  let next = 1;
  for (let length = 1; length <= longest; length++) {
    next *= 2;
    for (const [symbol, its] of lengths.entries()) if (its === length) symbols.set(next++, symbol);
  }
  return { symbols, longest };
}

/** The next symbol, or `undefined` when no code begins with the next bits. */
export function readSymbol(bits: Bits, { symbols, longest }: PrefixCode): number | undefined {
  let code = 1;
  for (let length = 1; length <= longest; length++) {
    code = 2 * code + bits.bit();
    const symbol = symbols.get(code);
    if (symbol !== undefined) return symbol;
  }
  return undefined;
}
