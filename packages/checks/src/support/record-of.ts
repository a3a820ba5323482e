/**
 * Which features a run has proved.
 *
 * @module
 */

import { readText } from '@sansocket/workspace';
import { findTests } from '../requirements/index.ts';
import { type RuntimeResults, readResults } from './runtime-results.ts';
import {
  type Feature,
  type RuntimeRecord,
  recordFile,
  type SupportList,
  type SupportRecord,
} from './support-list.ts';

/** A feature is proved where tests of it ran and all of those passed. */
export function recordOf(
  features: readonly Feature[],
  { version, tests }: RuntimeResults,
): RuntimeRecord {
  const statuses = features.map((feature) => ({
    id: feature.id,
    said: feature.tests.flatMap((reference) => {
      return findTests(reference, tests).map((name) => tests.get(name)!);
    }),
  }));
  const idsOf = (those: typeof statuses): string[] => those.map(({ id }) => id);
  const failed = statuses.filter(({ said }) => said.includes('failed'));
  return {
    version,
    passed: idsOf(statuses.filter((s) => s.said.includes('passed') && !failed.includes(s))),
    failed: idsOf(failed),
  };
}

/**
 * The record of the workspace with the runs whose results are there; a runtime that was not run keeps its row.
 *
 * @param takesVersions - Whether a row takes up the version of a run that proved the same features.
 */
export function currentRecord(
  root: string,
  list: SupportList,
  takesVersions: boolean,
): SupportRecord {
  const recorded = JSON.parse(readText(root, recordFile)) as SupportRecord;
  const rows = list.runtimes.flatMap((runtime) => {
    const results = readResults(root, list, runtime);
    const before = recorded[runtime.id];
    if (results === undefined) return before === undefined ? [] : [[runtime.id, before] as const];
    const row = recordOf(list.features, results);
    const keeps = before !== undefined && !takesVersions && provesTheSame(before, row);
    return [[runtime.id, keeps ? before : row] as const];
  });
  return Object.fromEntries(rows);
}

function provesTheSame(one: RuntimeRecord, other: RuntimeRecord): boolean {
  return (['passed', 'failed'] as const).every((of) => one[of].join() === other[of].join());
}
