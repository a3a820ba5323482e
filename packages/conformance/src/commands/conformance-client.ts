/**
 * `sansocket conformance client`: all cases against a WebSocket client.
 *
 * @module
 */

import {
  type Command,
  choiceOr,
  Mistake,
  numberOr,
  text,
  type Values,
} from '@sansocket/command-line';
import { type Case, patternsHelp } from '../catalogue/index.ts';
import { type Arrival, Listener } from '../peer/index.ts';
import { Progress } from '../report/index.ts';
import { Loop, type Probe, probeClient, runSuite } from '../run/index.ts';
import { clientPage } from './client-page.ts';
import { ExecClient } from './exec-client.ts';
import { conclude, runTest, withProcesses, withProgress } from './run-test.ts';
import { commonOptions, jobsOption, type Selection, selectionOf } from './selection.ts';

const port = { min: 0, max: 65535 };

const options = {
  listen: numberOr(0, 'PORT', 'Where to listen, on 127.0.0.1; 0 is a free port', port),
  suite: choiceOr(
    'frames',
    'NAME',
    'frames: the cases after the opening handshake;\nall: also those whose response is not the usual one',
    ['frames', 'all'],
  ),
  exec: text(
    'COMMAND',
    'Start this for each case, with the URL for {url}, instead of waiting for a client',
  ),
  ...commonOptions,
  jobs: jobsOption,
};

const command = {
  name: 'sansocket conformance client',
  does: `Tests a WebSocket client by RFC 6455, RFC 7692 and HTTP/1.1. The client asks for /getCaseCount, opens
/runCase?case=N&agent=NAME for each N from 1 on, and ends by /updateReports?agent=NAME, as testees
of Autobahn|Testsuite do. A browser opens http://127.0.0.1:PORT/. With --exec, a client that
connects once and ends is enough. It need not echo.
Exit codes: 0 nothing fails, 1 something fails, 2 the command line is wrong, 3 the client
does not come or cannot be tested, or the command itself fails, 4 it has not come for all cases.`,
  options,
  operands: '[CASE ...]',
  more: patternsHelp,
  example: "npx @sansocket/conformance conformance client --exec 'node client.js {url}'",
} satisfies Command<typeof options>;

type Given = Values<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function conformanceClient(args: readonly string[]): Promise<void> {
  await runTest(command, args, testClient);
}

/** @returns The exit code. */
async function testClient(
  given: Given,
  patterns: readonly string[],
  typed: string,
): Promise<number> {
  if (given.exec?.includes('{url}') === false) {
    throw new Mistake(`Option --exec has no {url}: '${given.exec}'`);
  }
  const plan = planOf(given, patterns);
  return given.exec === undefined
    ? wait(given, plan, typed)
    : start(given, given.exec, plan, typed);
}

/** A variant with a response of its own is a case of the opening handshake. */
function planOf(given: Given, patterns: readonly string[]): Selection {
  const plan = selectionOf(given, patterns, ['client', 'both']);
  if (given.suite === 'all' || given.exec !== undefined || patterns.length > 0) return plan;
  const cases = plan.cases.flatMap((one): readonly Case[] => {
    const variants = one.variants.filter(({ response }) => response === undefined);
    return variants.length === 0 ? [] : [{ ...one, variants }];
  });
  return { ...plan, cases };
}

/** For a client that comes for one case after the other. */
async function wait(given: Given, plan: Selection, typed: string): Promise<number> {
  const listener = new Listener((arrival) => {
    if (arrival.isUpgrade) loop.receive(arrival);
    else show(arrival);
  });
  await listener.listen(given.listen);
  const url = `ws://${listener.authority}`;
  const progress = new Progress(plan.cases.length);
  let begin = performance.now();
  const loop = new Loop(listener.authority, plan.cases, {
    scale: given['timeout-scale'],
    onProbe: (probe) => {
      begin = performance.now();
      introduce(url, probe);
    },
    onResult: (result) => progress.add(result),
  });
  console.log(`listening on ${url}`);
  const run = async (): Promise<number> => {
    const { probe, results, isGone } = await loop.result();
    progress.end();
    const ms = performance.now() - begin;
    const came = `The client came for ${results.length} of ${plan.cases.length} cases`;
    const gone = isGone ? came : undefined;
    return conclude(given, plan, { url, command: typed, probe, results, ms }, gone);
  };
  return withProcesses(run, () => {
    listener.close();
    return Promise.resolve();
  });
}

/** For a command that is a client for one connection. */
async function start(given: Given, exec: string, plan: Selection, typed: string): Promise<number> {
  const client = new ExecClient(exec, given['timeout-scale']);
  return withProcesses(
    async () => {
      const setup = await client.listen(given.listen);
      const url = `ws://${setup.authority}`;
      const probe = await probeClient(setup, given['timeout-scale']);
      introduce(url, probe);
      const isEcho = probe.abilities.includes('echo');
      const { results, ms } = await withProgress(plan.cases, (onResult) =>
        runSuite({ ...setup, isEcho }, probe, plan.cases, {
          jobs: given.jobs,
          onResult,
          restart: () => Promise.resolve(true),
        }),
      );
      return conclude(given, plan, { url, command: typed, probe, results, ms }, undefined);
    },
    () => client.stop(),
  );
}

function introduce(url: string, { notes }: Probe): void {
  console.log(`${url}: ${notes.join('; ')}`);
}

/** What asks for no WebSocket is a browser. */
function show({ line, target }: Arrival): void {
  const isPage = target === '/';
  const body = isPage ? clientPage : 'Not found\n';
  const head = [
    isPage ? 'HTTP/1.1 200 OK' : 'HTTP/1.1 404 Not Found',
    `Content-Type: ${isPage ? 'text/html' : 'text/plain'}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '\r\n',
  ].join('\r\n');
  void line
    .write(Buffer.from(head + body))
    .then(() => line.finish())
    .then(() => line.untilEnd(1000))
    .finally(() => line.close());
}
