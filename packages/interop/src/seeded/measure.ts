/**
 * Runs the catalogue and the properties on an endpoint with a bug.
 *
 * @module
 */

import {
  benchOf,
  type Case,
  type CaseResult,
  codecCases,
  Harness,
  type Line,
  Listener,
  loadCatalogue,
  parseTarget,
  probe,
  probeClient,
  properties,
  runCodec,
  runSuite,
  type ServerSetup,
  search,
  selectCases,
  Unreachable,
  type Visit,
} from '@sansocket/conformance';
import { openClient } from './client.ts';
import type { ClientBug } from './client-bugs.ts';
import { writeCodec } from './codec.ts';
import { type Bug, MAX, ORIGIN, openEndpoint, SUBPROTOCOL } from './endpoint.ts';

/** What is not as it should be. */
export interface Findings {
  /** Cases with another verdict than `pass`, `info` and `unsupported`. */
  readonly results: readonly CaseResult[];
  /** Why the endpoint cannot be tested, or not to the end: then no case need have a result. */
  readonly trouble: string | undefined;
}

const catalogue = loadCatalogue();

/** Sessions of a property. */
const RUNS = 100;

/** Of a server. @param patterns - Which cases. */
export function serverFindings(
  bug: Bug | undefined,
  patterns: readonly string[],
): Promise<Findings> {
  const cases = casesFor(['server', 'both'], patterns);
  return withServer(bug, async (setup) => {
    const found = await probe(setup, patienceWith(bug));
    const isEcho = found.abilities.includes('echo');
    const { results, isGone } = await runSuite({ ...setup, isEcho }, found, cases, {
      jobs: 8,
      onResult: () => undefined,
      restart: () => Promise.resolve(false),
    });
    return findingsIn(results, isGone ? 'it is gone' : undefined);
  });
}

/** Of a client, which is started for each variant. @param offer - Sec-WebSocket-Extensions. */
export async function clientFindings(
  bug: Bug | ClientBug | undefined,
  patterns: readonly string[],
  offer?: string,
): Promise<Findings> {
  const cases = casesFor(['client', 'both'], patterns);
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
    return findingsIn(results, undefined);
  } catch (error) {
    return untested(error);
  } finally {
    listener.close();
  }
}

/** Of a parser. @param file - Where its text is written. */
export async function codecFindings(
  bug: string | undefined,
  patterns: readonly string[],
  file: string,
): Promise<Findings> {
  writeCodec(file, bug);
  const harness = new Harness(`python3 '${file}'`);
  try {
    const cases = codecCases(casesFor(['server', 'client', 'both'], patterns));
    const { results, isGone } = await runCodec(harness, cases, {
      scale: 1,
      onProbe: () => undefined,
      onResult: () => undefined,
    });
    const { results: found, trouble } = findingsIn(results, isGone ? 'it is gone' : undefined);
    // The parser without a bug notices some texts late, which is not strict.
    const isOwn = ({ case: { id }, verdict }: CaseResult): boolean =>
      verdict === 'non-strict' && (id === 'U8-005' || id === 'U8-006');
    return { results: found.filter((result) => !isOwn(result)), trouble };
  } catch (error) {
    return untested(error);
  } finally {
    await harness.stop();
  }
}

/** The first property that a server does not have, if any. `probe`: the server cannot even be tested. */
export async function brokenProperty(bug: Bug | undefined): Promise<string | undefined> {
  let broken: string | undefined;
  const { trouble } = await withServer(bug, async (setup) => {
    const bench = await benchOf(setup, await probe(setup, patienceWith(bug)), {
      cases: catalogue.cases,
      isStrict: true,
      restart: () => Promise.resolve(false),
    });
    for (const property of properties) {
      const options = { runs: RUNS, seed: 1, shrinkBudget: 0, onResult: () => undefined };
      const { finding, isGone } = await search(bench, property, options);
      broken = finding?.property.name;
      if (isGone || finding !== undefined) break;
    }
    return findingsIn([], undefined);
  });
  return trouble === undefined ? broken : 'probe';
}

async function withServer(
  bug: Bug | undefined,
  work: (setup: ServerSetup) => Promise<Findings>,
): Promise<Findings> {
  const endpoint = await openEndpoint(bug);
  try {
    return await work({
      target: parseTarget(`ws://127.0.0.1:${endpoint.port}/`),
      fields: [`Origin: ${ORIGIN}`],
      subprotocols: [SUBPROTOCOL],
      isEcho: false,
      limit: MAX,
      origin: ORIGIN,
    });
  } catch (error) {
    return untested(error);
  } finally {
    endpoint.close();
  }
}

function untested(error: unknown): Findings {
  if (error instanceof Unreachable) return findingsIn([], error.message);
  throw error;
}

function casesFor(
  testees: readonly Case['testee'][],
  patterns: readonly string[],
): readonly Case[] {
  return selectCases(catalogue, 'full', patterns).filter(({ testee }) => testees.includes(testee));
}

/** A right testee gets more time, so that a busy machine is not blamed on it. */
function patienceWith(bug: string | undefined): number {
  return bug === undefined ? 3 : 1;
}

function findingsIn(results: readonly CaseResult[], trouble: string | undefined): Findings {
  const isFinding = ({ verdict }: CaseResult): boolean =>
    verdict !== 'pass' && verdict !== 'info' && verdict !== 'unsupported';
  return { results: results.filter(isFinding), trouble };
}
