/**
 * The ninth law: two machines over a lossy, half-closable pipe with timers always reach `close`, and
 * agree on it. It applies to pairs of connections of core, with the options that the caller names.
 *
 * @module
 */

import { agreementPlan, checkAgreement } from '../pair/index.ts';
import { noteAgreement } from './labels.ts';
import { type LawCase, type LawOptions, lawCase } from './law.ts';
import type { MakeSubject } from './subject.ts';

/** Makes the cases of the law for the pair in the options. */
export function agreementLaw(make: MakeSubject, { pair }: LawOptions = {}): readonly LawCase[] {
  return (['orderly', 'broken'] as const).map((wire) =>
    lawCase('agreement', make(), {
      label: `over a wire that is ${wire}`,
      missing: pair === undefined ? ['pair'] : [],
      runs: 80,
      values: agreementPlan(wire),
      check: (plan, note) => noteAgreement(note, plan, checkAgreement(plan, pair)),
    }),
  );
}
