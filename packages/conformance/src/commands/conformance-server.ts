/**
 * `sansocket conformance server`: all cases against a WebSocket server.
 *
 * @module
 */

import { setTimeout } from 'node:timers/promises';
import {
  type Command,
  flag,
  Mistake,
  runCommand,
  text,
  type Values,
} from '@sansocket/command-line';
import { patternsHelp } from '../catalogue/index.ts';
import { isLoopback, parseTarget } from '../peer/index.ts';
import { Progress } from '../report/index.ts';
import { isListening, probe, runSuite, type ServerSetup, Unreachable } from '../run/index.ts';
import {
  conclude,
  type SuitePlan,
  suiteOptions,
  suitePlanOf,
  textOf,
  texts,
  typedLine,
  withStop,
} from './suite-command.ts';
import { freePort, Testee } from './testee.ts';

const options = {
  ...suiteOptions,
  'exec-server': text('COMMAND', 'Start the server; {port} in it and in the URL is a free port'),
  'restart-cmd': text('COMMAND', 'Run this when the server no longer answers'),
  header: texts('LINE', "Add a field to each request, such as 'Cookie: a=b'"),
  subprotocol: texts('NAME', 'Offer a subprotocol'),
  unix: text('PATH', 'Connect to a Unix socket instead'),
  ca: text('FILE', 'Trust these certificates (PEM)'),
  sni: text('NAME', 'Ask for this name in TLS'),
  insecure: flag('Accept any certificate'),
  'i-may-test-this-host': flag('Test a server that is not on this machine'),
};

const command = {
  name: 'sansocket conformance server',
  does: `Tests a WebSocket server by RFC 6455, RFC 7692 and HTTP/1.1. It need not be an echo server.
Exit codes: 0 nothing fails, 1 something fails, 2 the command line is wrong, 3 the server
cannot be reached or tested, 4 it has crashed and does not come back.`,
  options,
  operands: 'URL [CASE ...]',
  more: patternsHelp,
  example:
    "npx @sansocket/conformance conformance server ws://127.0.0.1:{port}/ --exec-server 'node server.js {port}'",
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those behind its name. */
export async function conformanceServer(args: readonly string[]): Promise<void> {
  await runCommand(
    command,
    async (given, operands) => {
      const [, ...patterns] = operands;
      process.exitCode = await testServer(given, operands, typedLine(command.name, args, patterns));
    },
    args,
  );
}

type Given = Values<typeof options>;

/** The checked contents of the command line. */
interface Plan extends SuitePlan {
  readonly setup: ServerSetup;
  /** Starts and ends with the run. */
  readonly testee: Testee | undefined;
  /** Restarts the server. */
  readonly restarter: Testee | undefined;
}

/** @throws Mistake for an invalid argument, before the first connection. */
async function planOf(given: Given, [url, ...patterns]: readonly string[]): Promise<Plan> {
  if (url === undefined) throw new Mistake('URL is missing: ws://HOST:PORT/PATH');
  const port = url.includes('{port}') ? String(await freePort()) : '';
  const fill = (it: string): string => it.replaceAll('{port}', port);
  const testeeOf = (it: string | undefined): Testee | undefined =>
    it === undefined ? undefined : new Testee(fill(it));
  const ca = given.ca === undefined ? undefined : textOf('ca', given.ca);
  const target = parseTarget(fill(url), { ...given, ca });
  if (!isLoopback(target) && !given['i-may-test-this-host']) {
    throw new Mistake(
      `'${target.host}' is not this machine: with --i-may-test-this-host it is tested all the same`,
    );
  }
  const plan = suitePlanOf(given, patterns, 'server');
  if (port !== '' && given['exec-server'] === undefined) {
    throw new Mistake('The URL has {port}: that needs --exec-server');
  }
  for (const line of given.header) {
    if (/^[!#$%&'*+.^_`|~\w-]+:[^\r\n]*$/.test(line)) continue;
    throw new Mistake(`Option --header must be a line such as 'Cookie: a=b', got '${line}'`);
  }
  if (given['exec-server']?.includes('{port}') === true && port === '') {
    throw new Mistake('Option --exec-server has {port}, the URL has not: ws://127.0.0.1:{port}/');
  }
  const testee = testeeOf(given['exec-server']);
  return {
    ...plan,
    setup: { target, fields: given.header, subprotocols: given.subprotocol, isEcho: false },
    testee,
    restarter: testeeOf(given['restart-cmd']) ?? testee,
  };
}

/** @returns The exit code. */
async function testServer(
  given: Given,
  operands: readonly string[],
  typed: string,
): Promise<number> {
  const plan = await planOf(given, operands);
  const { testee, restarter } = plan;
  const stop = async (): Promise<void> => {
    await testee?.stop(true);
    await restarter?.stop(true);
  };
  const run = async (): Promise<number> => {
    testee?.start();
    if (testee !== undefined) await started(testee, plan.setup, 30_000);
    return runPlan(given, plan, typed);
  };
  try {
    return await withStop(run, stop);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    console.error(error.message);
    return 3;
  }
}

async function runPlan(given: Given, plan: Plan, command: string): Promise<number> {
  const { cases } = plan;
  const found = await probe(plan.setup, given['timeout-scale']);
  const setup = { ...plan.setup, isEcho: found.abilities.includes('echo') };
  const { url } = setup.target;
  console.log(`${url}: ${found.notes.join('; ')}`);
  const progress = new Progress(cases.length, process.stdout.isTTY, (it) =>
    process.stdout.write(it),
  );
  const start = performance.now();
  const { results, isGone } = await runSuite(setup, found, cases, {
    jobs: given.jobs,
    onResult: (result) => progress.add(result),
    restart: () => restart(plan),
  });
  progress.end();
  const ms = performance.now() - start;
  const code = conclude(given, plan, { url, command, probe: found, results, ms }, !isGone);
  if (!isGone) return code;
  console.error('The server no longer answers, and nothing brings it back');
  return 4;
}

async function restart({ setup, testee, restarter }: Plan): Promise<boolean> {
  if (restarter === undefined) return false;
  await testee?.stop();
  await restarter.stop();
  restarter.start();
  return untilListening(setup, 10_000, () => true);
}

/** @throws Unreachable when the server ends, or nobody listens in time. */
async function started(testee: Testee, setup: ServerSetup, ms: number): Promise<void> {
  if (await untilListening(setup, ms, () => testee.isRunning)) return;
  const reason = testee.isRunning ? `does not listen within ${ms / 1000} s` : 'has ended';
  throw new Unreachable(`The server of --exec-server ${reason}`);
}

async function untilListening(
  setup: ServerSetup,
  ms: number,
  mayListen: () => boolean,
): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end && mayListen(); ) {
    if (await isListening(setup)) return true;
    await setTimeout(50);
  }
  return false;
}
