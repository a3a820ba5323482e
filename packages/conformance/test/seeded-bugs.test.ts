/** The kit measured: a right server passes, and each bug that is seeded into it is found. @module */
import { describe, expect, it } from '@jest/globals';
import {
  type CaseResult,
  loadCatalogue,
  parseTarget,
  probe,
  runSuite,
  selectCases,
  Unreachable,
} from '@sansocket/conformance';
import { type Bug, bugs, openEndpoint } from './helpers/endpoint.ts';

const catalogue = loadCatalogue();

/** What is not as it should be; of a server that cannot even be tested, why. */
async function findings(
  bug: Bug | undefined,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const cases = selectCases(catalogue, 'full', patterns).filter(
    ({ testee }) => testee === 'server' || testee === 'both',
  );
  const endpoint = await openEndpoint(bug);
  const target = parseTarget(`ws://127.0.0.1:${endpoint.port}/`);
  const setup = { target, fields: [], subprotocols: [], isEcho: false };
  try {
    const found = await probe(setup, 1);
    const isEcho = found.abilities.includes('echo');
    const { results, isGone } = await runSuite({ ...setup, isEcho }, found, cases, {
      jobs: 8,
      onResult: () => undefined,
      restart: () => Promise.resolve(false),
    });
    return [...results.filter(isFinding).map(textOf), ...(isGone ? ['it is gone'] : [])];
  } catch (error) {
    if (error instanceof Unreachable) return [error.message];
    throw error;
  } finally {
    endpoint.close();
  }
}

function isFinding({ verdict }: CaseResult): boolean {
  return verdict !== 'pass' && verdict !== 'info' && verdict !== 'unsupported';
}

function textOf({ case: one, verdict, variants }: CaseResult): string {
  const variant = variants.find((it) => it.verdict === verdict);
  return `${one.id} ${verdict}: ${variant?.name ?? ''}: ${variant?.actual ?? ''}`;
}

describe('the catalogue', () => {
  it('finds nothing in a server that is right', async () => {
    expect(await findings(undefined, [])).toEqual([]);
  });

  it.each(Object.entries(bugs) as [Bug, string][])('finds %s: %s', async (bug, id) => {
    const found = await findings(bug, id === 'probe' ? ['HS-001'] : [id]);
    expect(found).not.toEqual([]);
    expect(
      id === 'probe' || found.some((text) => text.startsWith(id) || text === 'it is gone'),
    ).toBe(true);
  });
});
