/**
 * Close codes (RFC 6455 §7.4, and the IANA registry for 1012 to 1014).
 *
 * @module
 */

import fc from 'fast-check';
import { integerNear } from './integer-near.ts';

/** Codes that a Close frame may have, as runs. */
const LEGAL = [
  [1000, 1003],
  [1007, 1014],
  [3000, 4999],
] as const;

/** The runs of codes that it may not have: reserved, reported only, unassigned. */
const ILLEGAL = [
  [1004, 1006],
  [1015, 2999],
  [0, 999],
  [5000, 65_535],
] as const;

/**
 * Yields: codes that a Close frame may have, registered and private, the ends of their runs often. Shrinks to: 1000, or
 * the first of its run.
 */
export function closeCode(): fc.Arbitrary<number> {
  return codeIn(LEGAL);
}

/**
 * Yields: codes that a Close frame may not have, the ends of their runs often. Shrinks to: 1004,
 * or the first of its run.
 */
export function illegalCloseCode(): fc.Arbitrary<number> {
  return codeIn(ILLEGAL);
}

function codeIn(runs: readonly (readonly [min: number, max: number])[]): fc.Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    ...runs.map(([min, max]) => integerNear([min, max], { min, max })),
  );
}
