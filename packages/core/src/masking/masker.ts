/**
 * Masking by the fastest means: long payloads by a masker that the caller passed, short ones by a loop.
 *
 * @module
 */

import { maskInPlace, rotate } from './apply-mask.ts';

/**
 * Masks `bytes[start, end)` in place.
 *
 * @param word - The masking key, rotated to `start`: its lowest eight bits mask the byte at `start`.
 */
export type Masker = (bytes: Uint8Array, start: number, end: number, word: number) => void;

/** From this length on, in bytes, the call of a masker is worth its cost. */
const LONG = 1024;

/** Masks as `maskInPlace` does: from 1024 bytes on by `masker`, if there is one. */
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
