/**
 * The laws of a pair as properties of fast-check.
 *
 * @module
 */

import fc from 'fast-check';
import { type AgreementPlan, agreementPlan } from './agreement-plan.ts';
import { type AgreementOptions, checkAgreement, checkReplay } from './check-agreement.ts';

/**
 * Law 9: both ends reach `close` and agree on it.
 *
 * @param wire - `orderly`: the wire only cuts and delays, and both ends have to be clean.
 *
 * @example
 * ```ts
 * import { agreementProperty } from '@sansocket/testkit/pair';
 * import fc from 'fast-check';
 *
 * fc.assert(agreementProperty('broken', { server: { messages: 'parts' } }), { numRuns: 100 });
 * ```
 */
export function agreementProperty(
  wire: AgreementPlan['wire'],
  options: AgreementOptions = {},
): fc.IProperty<[AgreementPlan]> {
  return fc.property(agreementPlan(wire), (plan) => void checkAgreement(plan, options));
}

/** Law 8: the log of each end replays to itself. */
export function replayProperty(
  options: Omit<AgreementOptions, 'factory'> = {},
): fc.IProperty<[AgreementPlan]> {
  return fc.property(agreementPlan('broken'), (plan) => checkReplay(plan, options));
}
