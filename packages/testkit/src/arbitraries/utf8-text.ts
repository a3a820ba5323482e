/**
 * Text whose UTF-8 tests a decoder (RFC 3629 §3, §4).
 *
 * @module
 */

import fc from 'fast-check';
import { integerNear } from './integer-near.ts';

/** The length of texts, in code points. */
export interface TextOptions {
  /** Default: 0. */
  readonly minLength?: number | undefined;
  /** Default: 40. */
  readonly maxLength?: number | undefined;
}

/** First and last code points of each length in bytes, and those around the surrogates. */
const BORDERS = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xffff, 0x1_0000, 0x10_ffff];

const SURROGATES = 0xd800;
const SURROGATE_COUNT = 0x800;

/**
 * Yields: text of any code points but surrogates; the first and the last of each length in bytes come
 * often. Shrinks to: fewer code points, each of them `a`.
 */
export function utf8Text({
  minLength = 0,
  maxLength = 40,
}: TextOptions = {}): fc.Arbitrary<string> {
  return fc
    .array(codePoint(), { minLength, maxLength, size: 'max' })
    .map((codePoints) => codePoints.map((value) => String.fromCodePoint(value)).join(''));
}

/** Yields: code points except surrogates. Shrinks to: the code point of `a`. */
export function codePoint(): fc.Arbitrary<number> {
  const max = 0x10_ffff - SURROGATE_COUNT;
  return integerNear(BORDERS.map(rankOf), { max, spread: 1 }).map(codePointOf);
}

/** Code points in the order in which they shrink: `a`, then the others without surrogates. */
function codePointOf(rank: number): number {
  if (rank === 0) return 0x61;
  const codePoint = rank <= 0x61 ? rank - 1 : rank;
  return codePoint < SURROGATES ? codePoint : codePoint + SURROGATE_COUNT;
}

function rankOf(codePoint: number): number {
  if (codePoint < 0x61) return codePoint + 1;
  return codePoint < SURROGATES ? codePoint : codePoint - SURROGATE_COUNT;
}
