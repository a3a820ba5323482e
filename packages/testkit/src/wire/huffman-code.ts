/**
 * Huffman codes in the form of DEFLATE (RFC 1951 §3.2.2): the lengths of the codes determine the codes.
 *
 * @module
 */

/** Length in bits of each symbol's code, by symbol; 0 for a symbol without a code. */
export type CodeLengths = readonly number[];

/** The code of each symbol, by symbol, its first bit the highest. */
export function canonicalCodes(lengths: CodeLengths): number[] {
  const codes = lengths.map(() => 0);
  let code = 0;
  for (let length = 1; length <= Math.max(...lengths); length++) {
    for (const [symbol, its] of lengths.entries()) {
      if (its === length) codes[symbol] = code++;
    }
    code <<= 1;
  }
  return codes;
}

/**
 * Lengths that leave no code unused: the first `skew` symbols get codes of 1, 2, 3 … bits, the others share the rest
 * evenly. A single symbol gets one bit.
 *
 * @param symbols - The symbols that need a code, all different.
 * @param skew - With 286 symbols 6 at most, so that no code is longer than 15 bits.
 */
export function completeLengths(symbols: readonly number[], skew = 0): CodeLengths {
  const lengths = Array.from({ length: Math.max(...symbols, -1) + 1 }, () => 0);
  if (symbols.length === 1) lengths[symbols[0]!] = 1;
  if (symbols.length < 2) return lengths;

  const depth = Math.min(skew, symbols.length - 1);
  const rest = symbols.length - depth;
  const short = Math.floor(Math.log2(rest));
  const shortCount = 2 ** (short + 1) - rest;
  for (const [i, symbol] of symbols.entries()) {
    if (i < depth) lengths[symbol] = i + 1;
    else lengths[symbol] = depth + short + (i - depth < shortCount ? 0 : 1);
  }
  return lengths;
}
