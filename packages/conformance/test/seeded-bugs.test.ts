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
import { type Bug, bugs, MAX, ORIGIN, openEndpoint, SUBPROTOCOL } from './helpers/endpoint.ts';

const catalogue = loadCatalogue();

/** What is not as it should be; of a server that cannot even be tested, why. */
async function findings(
  bug: Bug | undefined,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const cases = selectCases(catalogue, 'full', patterns);
  const endpoint = await openEndpoint(bug);
  const target = parseTarget(`ws://127.0.0.1:${endpoint.port}/`);
  const setup = {
    target,
    fields: [`Origin: ${ORIGIN}`],
    subprotocols: [SUBPROTOCOL],
    isEcho: false,
    limit: MAX,
    origin: ORIGIN,
  };
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

  const all = Object.entries(bugs) as [Bug, string][];
  it.concurrent.each(all)('finds %s: %s', async (bug, cases) => {
    const ids = cases.split(' ');
    const found = await findings(bug, cases === 'probe' ? ['HS-001'] : ids);
    const missed = ids.filter((id) => !found.some((text) => text.startsWith(id)));
    expect([missed, found]).toEqual([isFoundAnyway(cases, found) ? missed : [], found]);
    expect(found).not.toEqual([]);
  });
});

/** Of a server that cannot be tested, or that is gone, no case has a result. */
function isFoundAnyway(cases: string, found: readonly string[]): boolean {
  return cases === 'probe' || found.includes('it is gone');
}
