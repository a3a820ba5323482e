/**
 * The ninth law: two machines over a lossy, half-closable pipe with timers always reach `close`, and
 * agree on it. It is stated of pairs of connections of core, with the options that the caller names.
 *
 * @module
 */

import { agreementProperty } from '../pair/index.ts';
import type { LawCase, LawOptions } from './law.ts';
import type { MakeSubject } from './subject.ts';

/** States the law of the pair in the options. */
export function agreementLaw(_make: MakeSubject, { pair }: LawOptions = {}): readonly LawCase[] {
  return (['orderly', 'broken'] as const).map((wire) => ({
    law: 'agreement',
    label: `over a wire that is ${wire}`,
    missing: pair === undefined ? ['pair'] : [],
    runs: 80,
    property: agreementProperty(wire, pair),
  }));
}
