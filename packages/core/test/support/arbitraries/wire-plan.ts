/** @module */
import fc from 'fast-check';
import type { WirePlan } from '../wire-end.ts';
import { cuts } from './cuts.ts';

/** @param maxDelay - In milliseconds. */
export function wirePlan(maxDelay: number): fc.Arbitrary<WirePlan> {
  return fc.record({
    cuts: cuts(),
    delays: fc.array(fc.nat({ max: maxDelay }), { minLength: 1, maxLength: 6 }),
  });
}
