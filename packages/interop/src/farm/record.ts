/**
 * The record of the last runs.
 *
 * @module
 */

import { type CaseResult, failing, type Verdict } from '@sansocket/conformance';

export const recordFile = 'packages/interop/farm.json';

/** The result of a case that departs from its strict outcomes. */
export interface Departure {
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
  /** By the ids of the cases. */
  readonly departures: Readonly<Record<string, Departure>>;
}

/** A case on a release with a known fault, and on the release that mended it. */
export interface HistoricRun {
  readonly broken: Departure | undefined;
  readonly mended: Verdict;
}

/** Runs by the ids of the servers, historic ones by the ids of the faults. */
export interface FarmRecord {
  readonly servers: Readonly<Record<string, Run>>;
  readonly historic: Readonly<Record<string, Readonly<Record<string, HistoricRun>>>>;
}

const departs: readonly Verdict[] = ['non-strict', 'slow', ...failing];

/** The record of a run. */
export function runOf(
  version: string,
  abilities: readonly string[],
  results: readonly CaseResult[],
): Run {
  const counts: Partial<Record<Verdict, number>> = {};
  const departures: Record<string, Departure> = {};
  for (const result of results) {
    counts[result.verdict] = (counts[result.verdict] ?? 0) + 1;
    const departure = departureOf(result);
    if (departure !== undefined) departures[result.case.id] = departure;
  }
  return { version, abilities, counts, departures };
}

/** Of a result that is not strict: its first variant with that verdict. */
export function departureOf({ verdict, variants }: CaseResult): Departure | undefined {
  const variant = variants.find((it) => it.verdict === verdict);
  if (variant === undefined || !departs.includes(verdict)) return undefined;
  const { name, expected, actual } = variant;
  return { verdict, variant: name, expected, actual };
}
