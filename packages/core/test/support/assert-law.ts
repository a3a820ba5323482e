/**
 * How often the laws are tried.
 *
 * @module
 */

import fc from 'fast-check';

/**
 * Tries a property with random values; a failure names its seed and path, and the smallest values that fail.
 *
 * @param runs - Values to try; the environment's FUZZ_RUNS multiplies them.
 */
export function assertLaw<Values>(property: fc.IProperty<Values>, runs: number): void {
  const factor = Number(process.env['FUZZ_RUNS'] ?? 1);
  fc.assert(property, { numRuns: Math.ceil(runs * factor) });
}
