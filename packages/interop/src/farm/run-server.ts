/**
 * Runs cases of the catalogue on a server of the roster.
 *
 * @module
 */

import { type Case, type CaseResult, parseTarget, probe, runSuite } from '@sansocket/conformance';
import { type PeerServer, startServer } from '../peers/index.ts';

/** The results of a run. */
export interface ServerResult {
  readonly abilities: readonly string[];
  readonly results: readonly CaseResult[];
}

/**
 * Starts the server, runs the cases, and ends the server. One that has crashed is started again.
 *
 * @param onResult - Called after each case.
 * @throws Error when it does not start, cannot be tested, or does not come back.
 */
export async function runServer(
  server: PeerServer,
  cases: readonly Case[],
  onResult: (result: CaseResult) => void = () => undefined,
): Promise<ServerResult> {
  const running = await startServer(server);
  try {
    const target = parseTarget(`ws://127.0.0.1:${running.port}/`);
    const setup = { target, fields: [], subprotocols: [], isEcho: false };
    const found = await probe(setup, 1);
    const isEcho = found.abilities.includes('echo');
    const { results, isGone } = await runSuite({ ...setup, isEcho }, found, cases, {
      jobs: 4,
      onResult,
      restart: () =>
        running.restart().then(
          () => true,
          () => false,
        ),
    });
    if (isGone) throw new Error('It no longer answers, and does not start again');
    return { abilities: found.abilities, results };
  } finally {
    running.stop();
  }
}
