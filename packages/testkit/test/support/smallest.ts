/**
 * What arbitraries yield and where they shrink to, with a fixed seed.
 *
 * @module
 */

import fc from 'fast-check';

const SEED = 20_260_101;

/** The smallest value, as far as shrinking finds it, that satisfies a condition; by default any. */
export function smallest<Value>(
  arbitrary: fc.Arbitrary<Value>,
  condition: (value: Value) => boolean = () => true,
): Value {
  const details = fc.check(
    fc.property(arbitrary, (value) => !condition(value)),
    { seed: SEED, numRuns: 2000 },
  );
  if (details.counterexample === null) throw new Error('No value satisfies the condition');
  return details.counterexample[0];
}

/** Values of an arbitrary, the same ones each time. */
export function sample<Value>(arbitrary: fc.Arbitrary<Value>, count = 500): Value[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: count });
}

/** The part of values that satisfy a condition, 0 to 1. */
export function share<Value>(
  values: readonly Value[],
  condition: (value: Value) => boolean,
): number {
  return values.filter(condition).length / values.length;
}
