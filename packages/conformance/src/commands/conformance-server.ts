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
  numberOr,
  type Option,
  runCommand,
  text,
  type Values,
} from '@sansocket/command-line';
import { type Case, patternsHelp } from '../catalogue/index.ts';
import { isLoopback, parseTarget } from '../peer/index.ts';
import { Progress, type Report } from '../report/index.ts';
import {
  isListening,
  probe,
  runSuite,
  type ServerSetup,
  type SuiteResult,
  Unreachable,
} from '../run/index.ts';
import {
  commandLine,
  commonOptions,
  conclude,
  jobsOption,
  type Selection,
  selectionOf,
  textOf,
  texts,
  withProcesses,
} from './common.ts';
import { freePort, Testee } from './testee.ts';

/** How servers are reached, and how many cases are run at a time. */
export const serverOptions: {
  readonly jobs: Option<number>;
  readonly header: Option<readonly string[]>;
  readonly subprotocol: Option<readonly string[]>;
  readonly origin: Option<string | undefined>;
  readonly 'max-message': Option<number>;
  readonly ca: Option<string | undefined>;
  readonly sni: Option<string | undefined>;
  readonly insecure: Option<boolean>;
  readonly 'i-may-test-this-host': Option<boolean>;
} = {
  jobs: jobsOption,
  header: texts('LINE', "Add a field to each request, such as 'Cookie: a=b'"),
  subprotocol: texts('NAME', 'Offer a subprotocol'),
  origin: text('ORIGIN', 'Send this Origin; the server is to refuse others'),
  'max-message': numberOr(0, 'BYTES', 'The longest message that the server takes; 0: unknown', {
    min: 0,
    max: 2_097_152,
  }),
  ca: text('FILE', 'Trust these certificates (PEM)'),
  sni: text('NAME', 'Ask for this name in TLS'),
  insecure: flag('Accept any certificate'),
  'i-may-test-this-host': flag('Test a server that is not on this machine'),
};

const options = {
  ...commonOptions,
  'exec-server': text('COMMAND', 'Start the server; {port} in it and in the URL is a free port'),
  'restart-cmd': text('COMMAND', 'Run this when the server no longer answers'),
  unix: text('PATH', 'Connect to a Unix socket instead'),
  ...serverOptions,
};

const command = {
  name: 'sansocket conformance server',
  does: `Tests a WebSocket server by RFC 6455, RFC 7692 and HTTP/1.1. It need not be an echo server.
Exit codes: 0 nothing fails, 1 something fails, 2 the command line is wrong, 3 the server
cannot be reached or tested, or the command itself fails, 4 it has crashed and does not come back.`,
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
      const typed = commandLine(command.name, args, patterns);
      process.exitCode = await testServer(given, operands, typed);
    },
    args,
  );
}

type Given = Values<typeof options>;

/** The checked contents of the command line. */
interface Plan {
  readonly setup: ServerSetup;
  readonly selection: Selection;
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
  const setup = setupOf(fill(url), given, given.unix);
  const selection = selectionOf(given, patterns, ['server', 'both']);
  if (port !== '' && given['exec-server'] === undefined) {
    throw new Mistake('The URL has {port}: that needs --exec-server');
  }
  if (given['exec-server']?.includes('{port}') === true && port === '') {
    throw new Mistake('Option --exec-server has {port}, the URL has not: ws://127.0.0.1:{port}/');
  }
  const testee = testeeOf(given['exec-server']);
  return {
    setup,
    selection,
    testee,
    restarter: testeeOf(given['restart-cmd']) ?? testee,
  };
}

/** @throws Mistake for a URL that is invalid or may not be tested, and for invalid header fields. */
export function setupOf(
  url: string,
  given: Values<typeof serverOptions>,
  unix: string | undefined,
): ServerSetup {
  const ca = given.ca === undefined ? undefined : textOf('ca', given.ca);
  const target = parseTarget(url, { ...given, ca, unix });
  if (!isLoopback(target) && !given['i-may-test-this-host']) {
    throw new Mistake(
      `'${target.host}' is not this machine: with --i-may-test-this-host it is tested all the same`,
    );
  }
  for (const line of given.header) {
    if (/^[!#$%&'*+.^_`|~\w-]+:[^\r\n]*$/.test(line)) continue;
    throw new Mistake(`Option --header must be a line such as 'Cookie: a=b', got '${line}'`);
  }
  const { header, origin, 'max-message': limit } = given;
  return {
    target,
    fields: [...header, ...(origin === undefined ? [] : [`Origin: ${origin}`])],
    subprotocols: given.subprotocol,
    isEcho: false,
    limit: limit === 0 ? undefined : limit,
    origin,
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
  return withProcesses(async () => {
    testee?.start();
    if (testee !== undefined) await started(testee, plan.setup, 30_000);
    return runPlan(given, plan, typed);
  }, stop);
}

async function runPlan(given: Given, plan: Plan, typed: string): Promise<number> {
  const { isGone, ...run } = await runServer(plan.setup, plan.selection.cases, given, () =>
    restart(plan),
  );
  const gone = isGone ? 'The server no longer answers, and nothing brings it back' : undefined;
  return conclude(given, plan.selection, { ...run, command: typed }, gone);
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
  restart: () => Promise<boolean>,
): Promise<Pick<Report, 'url' | 'probe' | 'results' | 'ms'> & Pick<SuiteResult, 'isGone'>> {
  const found = await probe(asked, given['timeout-scale']);
  const setup = { ...asked, isEcho: found.abilities.includes('echo') };
  const { url } = setup.target;
  console.log(`${url}: ${found.notes.join('; ')}`);
  const progress = new Progress(cases.length, process.stdout.isTTY, (it) =>
    process.stdout.write(it),
  );
  const start = performance.now();
  const { results, isGone } = await runSuite(setup, found, cases, {
    jobs: given.jobs,
    onResult: (result) => progress.add(result),
    restart,
  });
  progress.end();
  return { url, probe: found, results, isGone, ms: performance.now() - start };
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
