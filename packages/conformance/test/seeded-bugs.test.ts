/** The kit measured: a right server passes, and each bug that is seeded into it is found. @module */
import { describe, expect, it } from '@jest/globals';
import {
  type Case,
  type CaseResult,
  type Line,
  Listener,
  loadCatalogue,
  parseTarget,
  probe,
  probeClient,
  runSuite,
  selectCases,
  Unreachable,
  type Visit,
} from '@sansocket/conformance';
import { openClient } from './helpers/client.ts';
import { type ClientBug, clientBugs } from './helpers/client-bugs.ts';
import { type Bug, bugs, MAX, ORIGIN, openEndpoint, SUBPROTOCOL } from './helpers/endpoint.ts';

const catalogue = loadCatalogue();

function casesFor(wanted: 'server' | 'client', patterns: readonly string[]): readonly Case[] {
  const cases = selectCases(catalogue, 'full', patterns);
  return cases.filter(({ testee }) => testee === wanted || testee === 'both');
}

/** A right testee gets more time, so that a busy machine is not blamed on it. */
function patienceWith(bug: string | undefined): number {
  return bug === undefined ? 3 : 1;
}

/** What is not as it should be; of a server that cannot even be tested, why. */
async function findings(
  bug: Bug | undefined,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const cases = casesFor('server', patterns);
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
    const found = await probe(setup, patienceWith(bug));
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

/** The same of a client, which is started for each variant. */
async function findingsOfClient(
  bug: Bug | ClientBug | undefined,
  patterns: readonly string[],
  offer?: string,
): Promise<readonly string[]> {
  const cases = casesFor('client', patterns);
  const waiting = new Map<string, (line: Line) => void>();
  const listener = new Listener(({ line, target }) => waiting.get(target)?.(line));
  await listener.listen(0);
  const { authority } = listener;
  let number = 0;
  const visit = async (): Promise<Visit> => {
    const target = `/${number++}`;
    const arrived = new Promise<Line>((resolve) => waiting.set(target, resolve));
    const socket = openClient(`ws://${authority}${target}`, bug, offer);
    const leave = (): Promise<void> => Promise.resolve(void socket.destroy());
    return { line: await arrived, leave };
  };
  const setup = { authority, visit, keys: new Set<string>(), isEcho: false };
  try {
    const found = await probeClient(setup, patienceWith(bug));
    const isEcho = found.abilities.includes('echo');
    const { results } = await runSuite({ ...setup, isEcho }, found, cases, {
      jobs: 8,
      onResult: () => undefined,
      restart: () => Promise.resolve(true),
    });
    return results.filter(isFinding).map(textOf);
  } catch (error) {
    if (error instanceof Unreachable) return [error.message];
    throw error;
  } finally {
    listener.close();
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

describe('the catalogue for clients', () => {
  it('finds nothing in a client that is right', async () => {
    expect(await findingsOfClient(undefined, [])).toEqual([]);
  });

  it('sends no frame that the offer of a client excludes', async () => {
    const offer = 'permessage-deflate; server_no_context_takeover; server_max_window_bits=9';
    expect(await findingsOfClient(undefined, ['PM-*', 'EC-007'], offer)).toEqual([]);
    expect(await findingsOfClient('no-takeover', ['PM-010'], offer)).toEqual([]);
    expect(await findingsOfClient('no-takeover', ['PM-010'])).not.toEqual([]);
  });

  it.each(Object.entries(clientBugs) as [ClientBug, string][])('finds %s: %s', async (bug, id) => {
    const found = await findingsOfClient(bug, id === 'probe' ? ['HC-001'] : [id]);
    expect(found).not.toEqual([]);
    expect(id === 'probe' || found.some((text) => text.startsWith(id))).toBe(true);
  });

  it.each([
    ['rsv-ignored', 'FR-001'],
    ['non-minimal-16', 'LN-002'],
    ['continuation-without-start', 'FG-001'],
    ['pong-cut-at-64', 'CT-001'],
    ['close-answered-by-1000', 'CL-003'],
    ['utf8-not-checked', 'U8-002'],
    ['no-takeover', 'PM-010'],
  ] as const)('finds %s of either end: %s', async (bug, id) => {
    const found = await findingsOfClient(bug, [id]);
    expect(found.some((text) => text.startsWith(id))).toBe(true);
  });
});

/** Of a server that cannot be tested, or that is gone, no case has a result. */
function isFoundAnyway(cases: string, found: readonly string[]): boolean {
  return cases === 'probe' || found.includes('it is gone');
}
