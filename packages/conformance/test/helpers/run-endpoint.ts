/**
 * Cases against the endpoint of the tests, as a report.
 *
 * @module
 */

import {
  loadCatalogue,
  parseTarget,
  probe,
  runSuite,
  type SavedReport,
  savedOf,
  selectCases,
} from '@sansocket/conformance';
import { type Bug, openEndpoint } from '@sansocket/interop/seeded';

/** Runs cases, and blames those with the verdict `fail`. */
export async function reportOf(
  bug: Bug | undefined,
  ...patterns: readonly string[]
): Promise<SavedReport> {
  const catalogue = loadCatalogue();
  const cases = selectCases(catalogue, 'quick', patterns).filter(
    ({ testee }) => testee === 'server' || testee === 'both',
  );
  const endpoint = await openEndpoint(bug);
  try {
    const target = parseTarget(`ws://127.0.0.1:${endpoint.port}/`);
    const setup = { target, fields: [], subprotocols: [], isEcho: true };
    const found = await probe(setup, 1);
    const { results } = await runSuite(setup, found, cases, {
      jobs: 4,
      onResult: () => undefined,
      restart: () => Promise.resolve(false),
    });
    const failed = results.filter(({ verdict }) => verdict === 'fail');
    return savedOf({
      url: target.url,
      command: `sansocket conformance server ${target.url}`,
      probe: found,
      results,
      rules: catalogue.rules,
      ms: 1234.5,
      blamed: new Set(failed.map(({ case: one }) => one.id)),
    });
  } finally {
    endpoint.close();
  }
}
