/**
 * `sansocket conformance server`: all cases against a WebSocket server.
 *
 * @module
 */

import { type Command, Mistake, type Values } from '@sansocket/command-line';
import { type Case, patternsHelp } from '../catalogue/index.ts';
import type { Report } from '../report/index.ts';
import { probe, runSuite, type ServerSetup, type SuiteResult } from '../run/index.ts';
import { conclude, runTest, withProgress } from './run-test.ts';
import { commonOptions, jobsOption, selectionOf } from './selection.ts';
import { exitCodes, restart, serverOf, serverOptions, withServer } from './server.ts';

const options = { ...commonOptions, jobs: jobsOption, ...serverOptions };

const command = {
  name: 'sansocket conformance server',
  does: `Tests a WebSocket server by RFC 6455, RFC 7692 and HTTP/1.1. It need not be an echo server.
${exitCodes}`,
  options,
  operands: 'URL [CASE ...]',
  more: patternsHelp,
  example:
    "npx @sansocket/conformance conformance server ws://127.0.0.1:{port}/ --exec-server 'node server.js {port}'",
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function conformanceServer(args: readonly string[]): Promise<void> {
  await runTest(command, args, testServer);
}

/** @returns The exit code. */
async function testServer(
  given: Values<typeof options>,
  [url, ...patterns]: readonly string[],
  typed: string,
): Promise<number> {
  const server = await serverOf(given, url);
  const chosen = selectionOf(given, patterns, ['server', 'both']);
  const selection = given.http2 ? { ...chosen, cases: overHttp2(chosen.cases) } : chosen;
  return withServer(server, async () => {
    const { setup } = server;
    const { isGone, ...run } = await runServer(setup, selection.cases, given, () =>
      restart(server),
    );
    const gone = isGone ? 'The server no longer answers, and nothing brings it back' : undefined;
    return conclude(given, selection, { ...run, command: typed }, gone);
  });
}

/** What a stream of HTTP/2 can carry: cases whose request is the usual one, and that need no TCP of their own. */
function overHttp2(cases: readonly Case[]): readonly Case[] {
  const carried = cases.filter(({ variants }) =>
    variants.every(({ request }) => request === undefined),
  );
  if (carried.length === 0) throw new Mistake('No case is left: those of HTTP/1.1 have no stream');
  return carried;
}

/**
 * Probes a server, and runs cases against it.
 *
 * @throws Unreachable when it cannot be tested.
 */
export async function runServer(
  asked: ServerSetup,
  cases: readonly Case[],
  given: { readonly jobs: number; readonly 'timeout-scale': number },
  restartServer: () => Promise<boolean>,
): Promise<Pick<Report, 'url' | 'probe' | 'results' | 'ms'> & Pick<SuiteResult, 'isGone'>> {
  const found = await probe(asked, given['timeout-scale']);
  const setup = { ...asked, isEcho: found.abilities.includes('echo') };
  const { url } = setup.target;
  console.log(`${url}: ${found.notes.join('; ')}`);
  const run = await withProgress(cases, (onResult) =>
    runSuite(setup, found, cases, { jobs: given.jobs, onResult, restart: restartServer }),
  );
  return { ...run, url, probe: found };
}
