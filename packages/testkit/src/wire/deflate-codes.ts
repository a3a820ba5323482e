/**
 * The codes of DEFLATE's symbols: fixed ones, and dynamic ones with the code lengths at the beginning of their block
 * (RFC 1951 §3.2.6, §3.2.7).
 *
 * @module
 */

import type { BitWriter } from './bit-writer.ts';
import { type DeflateSymbol, type DeflateToken, symbolsOf } from './deflate-symbols.ts';
import { type CodeLengths, canonicalCodes, completeLengths } from './huffman-code.ts';

/** A code for each symbol of an alphabet. */
export interface Alphabet {
  readonly lengths: CodeLengths;
  readonly codes: readonly number[];
}

/** The two alphabets of a block. */
export interface SymbolCodes {
  /** Literals 0 to 255, the end of the block 256, lengths from 257. */
  readonly literals: Alphabet;
  readonly distances: Alphabet;
}

/** The codes of a fixed block. */
export function fixedCodes(): SymbolCodes {
  const literals = Array.from({ length: 288 }, (_, i) =>
    i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8,
  );
  return { literals: alphabet(literals), distances: alphabet(Array.from({ length: 30 }, () => 5)) };
}

/**
 * Codes for the symbols that the tokens need; the code lengths are written first, as in a dynamic block.
 */
export function dynamicCodes(
  writer: BitWriter,
  tokens: readonly DeflateToken[],
  skew: number,
  runs: boolean,
): SymbolCodes {
  const symbols = tokens.flatMap(symbolsOf);
  const used = (of: DeflateSymbol['of']): number[] =>
    symbols.filter((symbol) => symbol.of === of).map(({ symbol }) => symbol);
  // A lone literal code is not a complete code: 0 is added to 256.
  const literals = completeLengths([...new Set([...used('literal'), 256, 0])], skew);
  const distances = completeLengths([...new Set(used('distance'))]);
  writeLengths(writer, padded(literals, 257), padded(distances, 1), runs);
  return { literals: alphabet(literals), distances: alphabet(distances) };
}

/** HLIT, HDIST, HCLEN, the lengths of the code length code, then both alphabets in one row (§3.2.7). */
function writeLengths(
  writer: BitWriter,
  literals: CodeLengths,
  distances: CodeLengths,
  runs: boolean,
): void {
  const steps = lengthSteps([...literals, ...distances], runs);
  const used = [...new Set([...steps.map(({ symbol }) => symbol), 0, 1])];
  const { lengths, codes } = alphabet(padded(completeLengths(used), 19));
  const count = CODE_LENGTH_ORDER.reduce<number>(
    (last, symbol, i) => (lengths[symbol]! > 0 ? i + 1 : last),
    4,
  );
  writer.number(literals.length - 257, 5);
  writer.number(distances.length - 1, 5);
  writer.number(count - 4, 4);
  for (const symbol of CODE_LENGTH_ORDER.slice(0, count)) writer.number(lengths[symbol]!, 3);
  for (const { symbol, extra, extraBits } of steps) {
    writer.code(codes[symbol]!, lengths[symbol]!);
    writer.number(extra, extraBits);
  }
}

const CODE_LENGTH_ORDER = [
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
] as const;

type LengthStep = Omit<DeflateSymbol, 'of'>;

/** Lengths one by one, or runs as 16 (the last one again), 17 and 18 (zeros). */
function lengthSteps(lengths: CodeLengths, runs: boolean): LengthStep[] {
  const steps: LengthStep[] = [];
  for (let i = 0; i < lengths.length; ) {
    const value = lengths[i]!;
    let end = i + 1;
    while (lengths[end] === value) end++;
    const step = runs ? runStep(value, end - i, lengths[i - 1]) : undefined;
    steps.push(step ?? { symbol: value, extra: 0, extraBits: 0 });
    i += step?.count ?? 1;
  }
  return steps;
}

function runStep(
  value: number,
  length: number,
  before: number | undefined,
): (LengthStep & { count: number }) | undefined {
  if (length < 3 || (value !== 0 && before !== value)) return undefined;
  const [symbol, least, most, extraBits] =
    value !== 0 ? [16, 3, 6, 2] : length < 11 ? [17, 3, 10, 3] : [18, 11, 138, 7];
  const count = Math.min(length, most);
  return { symbol, extra: count - least, extraBits, count };
}

function alphabet(lengths: CodeLengths): Alphabet {
  return { lengths, codes: canonicalCodes(lengths) };
}

function padded(lengths: CodeLengths, count: number): CodeLengths {
  return Array.from({ length: Math.max(count, lengths.length) }, (_, i) => lengths[i] ?? 0);
}
