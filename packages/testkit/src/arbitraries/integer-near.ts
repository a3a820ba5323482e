/**
 * Whole numbers, half of them near a landmark, where off-by-one mistakes happen.
 *
 * @module
 */

import fc from 'fast-check';
import { drawnAs } from './drawn-as.ts';

/** The range of the numbers. */
export interface IntegerNearOptions {
  /** Default: 0. */
  readonly min?: number;
  readonly max: number;
  /** The greatest distance of a number from its landmark. Default: 2. */
  readonly spread?: number;
}

/**
 * Yields: half near a landmark, half small rather than large. Shrinks to: the least that will do,
 * landmark or not.
 *
 * @param landmarks - Landmarks outside the range are ignored.
 */
export function integerNear(
  landmarks: readonly number[],
  { min = 0, max, spread = 2 }: IntegerNearOptions,
): fc.Arbitrary<number> {
  const near = landmarks
    .flatMap((mark) => Array.from({ length: 2 * spread + 1 }, (_, i) => mark - spread + i))
    .filter((value) => value >= min && value <= max);
  const drawn = near.length === 0 ? [] : [fc.constantFrom(...near)];
  return drawnAs(fc.oneof(...drawn, anySize(min, max)), fc.integer({ min, max }));
}

/** As many numbers of one digit as of two or three, in binary. */
function anySize(min: number, max: number): fc.Arbitrary<number> {
  const digits = Math.ceil(Math.log2(max - min + 1));
  return fc
    .nat({ max: digits })
    .chain((count) => fc.integer({ min, max: Math.min(min + 2 ** count - 1, max) }));
}
