/**
 * Cases that watch all that the testee sends: a breach of one of their rules fails them, on whichever connection of the
 * run it was.
 *
 * @module
 */

import type { CaseResult, VariantResult } from './verdict.ts';

/** The results, with the failures of those cases. */
export function withWatches(results: readonly CaseResult[]): readonly CaseResult[] {
  return results.map((result) => {
    const { case: one, verdict, variants } = result;
    if (verdict !== 'pass' && verdict !== 'non-strict') return result;
    const breach = breachOf(results, one.watches ?? []);
    if (breach === undefined) return result;
    return { ...result, verdict: 'fail', variants: [...variants, breach] };
  });
}

/** The first breach, as a further variant of the case that watches. */
function breachOf(
  results: readonly CaseResult[],
  watches: readonly string[],
): VariantResult | undefined {
  for (const { case: one, variants } of results) {
    for (const variant of variants) {
      const { violation, verdict } = variant;
      // What such a case agreed on may be none of what the rules are about.
      if (violation === undefined || ['unsupported', 'info'].includes(verdict)) continue;
      if (!watches.includes(violation)) continue;
      const actual = `breaks ${violation} in ${one.id} (${variant.name})`;
      return {
        ...variant,
        name: 'all that is sent',
        verdict: 'fail',
        expected: 'no breach',
        actual,
      };
    }
  }
  return undefined;
}
