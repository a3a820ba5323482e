/**
 * A baseline: the failures that are known, one a line. A line that no longer holds fails the run as well.
 *
 *     PM-002  fail  # anything
 *
 * @module
 */

import { Mistake, suggest } from '@sansocket/command-line';
import { type CaseResult, failing, type Verdict, verdicts } from '../run/index.ts';

/** Known failures by the ids of their cases. */
export type Baseline = ReadonlyMap<string, Verdict>;

/**
 * @param ids - Of all cases.
 * @throws Mistake for an invalid line.
 */
export function parseBaseline(text: string, ids: readonly string[]): Baseline {
  const known = new Map<string, Verdict>();
  for (const [i, line] of text.split('\n').entries()) {
    const [id, word] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (id === undefined || id === '') continue;
    const verdict = verdicts.find((name) => name === word);
    if (verdict === undefined) {
      throw new Mistake(`Baseline line ${i + 1} must be an id and a verdict, got '${line}'`);
    }
    if (!ids.includes(id)) {
      throw new Mistake(`Baseline line ${i + 1} has no case '${id}': ${suggest(id, ids)}`);
    }
    known.set(id, verdict);
  }
  return known;
}

/** The baseline with which the run would pass. What it says of cases that were not run stays. */
export function renderBaseline(
  results: readonly CaseResult[],
  baseline: Baseline,
  isStrict: boolean,
): string {
  const ran = new Set(results.map(({ case: one }) => one.id));
  const kept = [...baseline].filter(([id]) => !ran.has(id));
  const lines = [
    ...kept.map(([id, verdict]) => `${id}  ${verdict}`),
    ...results
      .filter(({ verdict }) => fails(verdict, isStrict))
      .map(({ case: one, verdict }) => `${one.id}  ${verdict}  # ${one.title}`),
  ];
  return lines
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * The cases that a run fails for: those that fail and are not known, and those that are known to fail and do not,
 * among the cases that were run.
 */
export function blamedIn(
  results: readonly CaseResult[],
  baseline: Baseline,
  isStrict: boolean,
): ReadonlySet<string> {
  const blamed = results.filter(({ case: one, verdict }) => {
    const known = baseline.get(one.id);
    return known === undefined ? fails(verdict, isStrict) : known !== verdict;
  });
  return new Set(blamed.map(({ case: one }) => one.id));
}

function fails(verdict: Verdict, isStrict: boolean): boolean {
  return (
    failing.includes(verdict) || (isStrict && (verdict === 'non-strict' || verdict === 'slow'))
  );
}
