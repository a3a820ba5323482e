/**
 * Which features a run has proved.
 *
 * @module
 */
import { findTests } from '../requirements/index.ts';
import { type RuntimeResults, testsOf } from './runtime-results.ts';
import type { Feature, RuntimeRecord } from './support-list.ts';

/** A feature is proved where tests of it ran and all of those passed. */
export function recordOf(features: readonly Feature[], results: RuntimeResults): RuntimeRecord {
  const tests = testsOf(results);
  const statuses = features.map((feature) => ({
    id: feature.id,
    said: feature.tests.flatMap((reference) => {
      return findTests(reference, tests).map((name) => tests.get(name)!);
    }),
  }));
  const idsOf = (those: typeof statuses): string[] => those.map(({ id }) => id);
  const failed = statuses.filter(({ said }) => said.includes('failed'));
  return {
    version: results.version,
    passed: idsOf(statuses.filter((s) => s.said.includes('passed') && !failed.includes(s))),
    failed: idsOf(failed),
  };
}
