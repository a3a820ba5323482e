/**
 * The record of the last runs.
 *
 * @module
 */

import { type CaseResult, failing, type Verdict } from '@sansocket/conformance';

export const recordFile = 'packages/interop/farm.json';

/** The result of a case that fails: of its first variant that does. */
export interface Failure {
  readonly verdict: Verdict;
  readonly variant: string;
  readonly expected: string;
  readonly actual: string;
}

/** The result of a run. */
export interface Run {
  readonly version: string;
  /** Abilities of the server that cases need. */
  readonly abilities: readonly string[];
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  /** Ids of cases with an outcome that is tolerated: `non-strict`, or `slow`. */
  readonly tolerated: readonly string[];
  /** By the ids of the cases. */
  readonly failures: Readonly<Record<string, Failure>>;
}

/** A case on a release with a known fault, and on the release that mended it. */
export interface HistoricRun {
  readonly broken: Failure | undefined;
  readonly mended: Verdict;
}

/** Runs by the ids of the servers and of the clients, historic ones by the ids of the faults. */
export interface FarmRecord {
  readonly servers: Readonly<Record<string, Run>>;
  readonly clients: Readonly<Record<string, Run>>;
  readonly historic: Readonly<Record<string, Readonly<Record<string, HistoricRun>>>>;
}

/** The record of a run. */
export function runOf(
  version: string,
  abilities: readonly string[],
  results: readonly CaseResult[],
): Run {
  const counts: Partial<Record<Verdict, number>> = {};
  const failures: Record<string, Failure> = {};
  for (const result of results) {
    counts[result.verdict] = (counts[result.verdict] ?? 0) + 1;
    const failure = failureOf(result);
    if (failure !== undefined) failures[result.case.id] = failure;
  }
  const tolerated = results
    .filter(({ verdict }) => verdict === 'non-strict' || verdict === 'slow')
    .map(({ case: one }) => one.id);
  return { version, abilities, counts, tolerated, failures };
}

/** @returns `undefined` for a result that does not fail. */
export function failureOf({ verdict, variants }: CaseResult): Failure | undefined {
  const variant = variants.find((it) => it.verdict === verdict);
  if (variant === undefined || !failing.includes(verdict)) return undefined;
  const { name, expected, actual } = variant;
  return { verdict, variant: name, expected, actual };
}
