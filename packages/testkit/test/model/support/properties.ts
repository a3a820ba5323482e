/**
 * How properties of the model are tried.
 *
 * @module
 */

import fc from 'fast-check';

/**
 * Tries a property; a failure names its seed and path, and the smallest values that fail.
 *
 * @param runs - Values to try; the environment's FUZZ_RUNS multiplies them.
 */
export function assertFor<Values>(property: fc.IProperty<Values>, runs: number): void {
  fc.assert(property, { numRuns: Math.ceil(runs * Number(process.env['FUZZ_RUNS'] ?? 1)) });
}

/** Yields: bytes with up to three of them changed, and perhaps cut short. Shrinks to: as they were. */
export function damaged(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const change = fc.record({ at: fc.nat({ max: 65_535 }), xor: fc.integer({ min: 1, max: 255 }) });
  const changes = fc.array(change, { maxLength: 3 });
  const cut = fc.option(fc.nat({ max: 65_535 }), { nil: undefined });
  return fc.tuple(bytes, changes, cut).map(([whole, its, end = 65_536]) => {
    const damagedBytes = whole.slice(0, Math.floor((whole.length * end) / 65_536));
    for (const { at, xor } of its) {
      const place = Math.floor((at * damagedBytes.length) / 65_536);
      if (place < damagedBytes.length) damagedBytes[place]! ^= xor;
    }
    return damagedBytes;
  });
}
