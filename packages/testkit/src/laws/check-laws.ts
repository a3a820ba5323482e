/**
 * Checks an implementation by all laws that apply to it, and returns the results as data.
 *
 * @module
 */

import fc from 'fast-check';
import {
  aFunction,
  aListener,
  anObject,
  type Checks,
  checkKind,
  checkOptions,
  isEach,
  type Kind,
  member,
  strings,
} from 'sansocket/options';
import { type Disagreement, isListed } from './disagreement.ts';
import type { LawCase, LawName, LawOptions } from './law.ts';
import { laws } from './laws.ts';
import { type LawRow, type LawsReport, labelRowsOf, reportOf } from './laws-report.ts';
import type { MakeSubject } from './subject.ts';

/** Options of a check. */
export interface CheckOptions extends LawOptions {
  /** Default: all of them. */
  readonly laws?: readonly LawName[] | undefined;
  /** Values for each case. Default: the case's own number. */
  readonly runs?: number | undefined;
  /** Factor for the number of values. Default: 1. */
  readonly factor?: number | undefined;
  /** Of the generated values; the same seed gives the same values. Default: a new one each time. */
  readonly seed?: number | undefined;
  /** Cases that the implementation is known to disagree with. Default: none. */
  readonly expectedDisagreements?: readonly Disagreement[] | undefined;
  /** Called with each line about an unexpected result. Default: the engine's console. */
  readonly print?: ((line: string) => void) | undefined;
}

export const lawsChecks: Checks<CheckOptions> = {
  peer: aFunction,
  meter: anObject,
  pair: anObject,
  laws: strings as Kind<readonly LawName[]>,
  runs: [
    'a whole number from 1 up',
    (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  ],
  factor: ['a number more than 0', (value) => Number.isFinite(value) && (value as number) > 0],
  seed: ['a whole number', (value) => Number.isSafeInteger(value)],
  expectedDisagreements: [
    'an array of disagreements, each with law and case',
    (value) =>
      isEach(value, (item) =>
        ['law', 'case'].every((name) => typeof member(item, name) === 'string'),
      ),
  ],
  print: aListener,
};

/**
 * Checks an implementation.
 *
 * @param make - Makes the implementation, afresh for each value.
 * @returns The results of all cases; `isAsExpected` says whether all of them were expected.
 * @throws TypeError or RangeError, before anything is tried, for an invalid option, an unknown law, or an empty list of
 *   laws.
 */
export function checkLaws(make: MakeSubject, options: CheckOptions = {}): LawsReport {
  checkKind('make', make, aFunction);
  checkOptions(options, lawsChecks);
  if (options.laws?.length === 0) throw new RangeError('laws must have one law or more, got none');
  assertLaws('laws', options.laws);
  assertLaws(
    'expectedDisagreements',
    options.expectedDisagreements?.map(({ law }) => law),
  );
  const { print = printToConsole, expectedDisagreements = [] } = options;
  const chosen = laws.filter(({ name }) => options.laws?.includes(name) ?? true);
  const known = expectedDisagreements.filter(({ law }) => chosen.some(({ name }) => name === law));
  const tried = chosen.map((law) => ({ law, cases: law.cases(make, options) }));
  const rows = tried.flatMap(({ cases }) =>
    cases.map((one) => rowOf(one, isListed(known, one.law, one.label), options)),
  );
  const labels = tried.flatMap(({ law, cases }) => labelRowsOf(law, cases));
  const report = reportOf(rows, labels, known);
  for (const line of report.surprises) print(line);
  return report;
}

/** Without this check a law with a wrong name would seem to hold. */
function assertLaws(option: string, names: readonly LawName[] | undefined): void {
  const known = laws.map(({ name }) => name);
  const wrong = names?.find((name) => !known.includes(name));
  if (wrong !== undefined)
    throw new RangeError(`There is no law ${wrong} for ${option}: there are ${known.join(', ')}`);
}

/** A known disagreement is not shrunk to a smaller value. */
function rowOf(
  { law, label, missing, runs, property }: LawCase,
  isKnown: boolean,
  options: CheckOptions,
): LawRow {
  if (missing.length > 0) return { law, case: label, verdict: 'not-applicable', missing, runs: 0 };
  const { factor = 1, seed } = options;
  const numRuns = Math.ceil((options.runs ?? runs) * factor);
  const details = fc.check(property, {
    numRuns,
    endOnFailure: isKnown,
    ...(seed === undefined ? {} : { seed }),
  });
  const row = { law, case: label, runs: details.numRuns, seed: details.seed };
  if (!details.failed) return { ...row, verdict: 'agrees' };
  const { errorInstance, counterexample, counterexamplePath } = details;
  return {
    ...row,
    verdict: 'disagrees',
    message: errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    counterexample: fc.stringify(counterexample),
    path: counterexamplePath ?? '',
  };
}

/** Some engines have no console. */
function printToConsole(line: string): void {
  const { console } = globalThis as { console?: { error(line: string): void } };
  console?.error(line);
}
