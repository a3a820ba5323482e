/**
 * Masking by whoever does it best: long payloads by a masker that was handed in, short ones by a loop.
 *
 * @module
 */

import { maskInPlace, rotate } from './apply-mask.ts';

/**
 * Masks `bytes[start, end)` where it stands.
 *
 * @param word - The masking key as it stands at `start`, its first byte in the lowest eight bits.
 */
export type Masker = (bytes: Uint8Array, start: number, end: number, word: number) => void;

/** From here on, in bytes, a masker is worth its call. */
const LONG = 1024;

/** As `maskInPlace` does. */
export function maskWith(
  masker: Masker | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
  word: number,
  offset: number,
  words?: Int32Array,
): void {
  if (masker === undefined || end - start < LONG) {
    maskInPlace(bytes, start, end, word, offset, words);
  } else {
    masker(bytes, start, end, rotate(word, offset & 3));
  }
}
