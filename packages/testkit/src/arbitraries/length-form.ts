/**
 * The forms of a payload length (RFC 6455 §5.2).
 *
 * @module
 */

import fc from 'fast-check';
import { type LengthForm, shortestForm } from '../wire/index.ts';

/**
 * Yields: the only form in which a length may be written. With `legal: false`: one that is longer than necessary.
 * Shrinks to: the shortest of those.
 *
 * @param length - In bytes; at most 65,535 with `legal: false`, since none is longer than 64 bits.
 */
export function lengthForm(length: number, legal = true): fc.Arbitrary<LengthForm> {
  const shortest = shortestForm(BigInt(length));
  return legal
    ? fc.constant(shortest)
    : fc.constantFrom(...([16, 64] as const).filter((form) => form > shortest));
}

/**
 * Yields: lengths that a header could declare, up to 2^64 - 1; those at the ends of the three forms,
 * around 2^31, 2^32, 2^53 and 2^63 come often. Shrinks to: 0.
 */
export function declaredLength(): fc.Arbitrary<bigint> {
  const ends = [7n, 16n, 31n, 32n, 53n, 63n, 64n].map((bits) => 2n ** bits - 1n);
  return fc.oneof(
    { withCrossShrink: true },
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc
      .tuple(fc.constantFrom(125n, ...ends), fc.constantFrom(0n, -1n, 1n, 2n))
      .map(([end, by]) => BigInt.asUintN(64, end + by)),
  );
}
