/**
 * The server under test, for each command that tests one: the options that say where it is, how it is started and how
 * it is brought back.
 *
 * @module
 */

import { setTimeout } from 'node:timers/promises';
import {
  flag,
  Mistake,
  numberOr,
  type Option,
  readGivenFile,
  text,
  type Values,
} from '@sansocket/command-line';
import { isLoopback, parseTarget } from '../peer/index.ts';
import { isListening, type Setup, Unreachable } from '../run/index.ts';
import { freePort, Testee } from './testee.ts';

/** Several texts. */
export function texts(placeholder: string, says: string): Option<readonly string[]> {
  return { placeholder, says, many: true, read: (given) => given };
}

/** Where the server is, and how it is started and reached. */
export const serverOptions: {
  readonly 'timeout-scale': Option<number>;
  readonly 'exec-server': Option<string | undefined>;
  readonly 'restart-cmd': Option<string | undefined>;
  readonly header: Option<readonly string[]>;
  readonly subprotocol: Option<readonly string[]>;
  readonly unix: Option<string | undefined>;
  readonly ca: Option<string | undefined>;
  readonly sni: Option<string | undefined>;
  readonly insecure: Option<boolean>;
  readonly 'i-may-test-this-host': Option<boolean>;
} = {
  'timeout-scale': numberOr(1, 'F', 'Factor for all time limits', {
    min: 0.1,
    max: 100,
    fractions: true,
  }),
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

/** The exit codes of a command that tests a server, for its help. */
export const exitCodes = `Exit codes: 0 nothing fails, 1 something fails, 2 the command line is wrong, 3 the server
cannot be reached or tested, 4 it has crashed and does not come back.`;

/** A server as the command line names it. */
export interface Server {
  readonly setup: Setup;
  /** Starts and ends with the run. */
  readonly testee: Testee | undefined;
  /** Restarts the server. */
  readonly restarter: Testee | undefined;
}

/** @throws Mistake for an invalid argument, before the first connection. */
export async function serverOf(
  given: Values<typeof serverOptions>,
  url: string | undefined,
): Promise<Server> {
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
    setup: { target, fields: given.header, subprotocols: given.subprotocol, isEcho: false },
    testee,
    restarter: testeeOf(given['restart-cmd']) ?? testee,
  };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts the server, works with it and ends it, however the work ends: by a signal too.
 *
 * @returns The exit code: that of the work, or 3 where the server cannot be reached or tested.
 */
export async function withServer(
  { setup, testee, restarter }: Server,
  work: () => Promise<number>,
): Promise<number> {
  const stop = async (): Promise<void> => {
    await testee?.stop(true);
    await restarter?.stop(true);
  };
  const onSignal = (): void => {
    void stop().then(() => process.exit(130));
  };
  for (const signal of signals) process.once(signal, onSignal);
  try {
    testee?.start();
    if (testee !== undefined) await started(testee, setup, 30_000);
    return await work();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    console.error(error.message);
    return 3;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    await stop();
  }
}

/** Brings back a server that has crashed. @returns Whether anybody listens again. */
export async function restart({ setup, testee, restarter }: Server): Promise<boolean> {
  if (restarter === undefined) return false;
  await testee?.stop();
  await restarter.stop();
  restarter.start();
  return untilListening(setup, 10_000, () => true);
}

/** @throws Unreachable when the server ends, or nobody listens in time. */
async function started(testee: Testee, setup: Setup, ms: number): Promise<void> {
  if (await untilListening(setup, ms, () => testee.isRunning)) return;
  const reason = testee.isRunning ? `does not listen within ${ms / 1000} s` : 'has ended';
  throw new Unreachable(`The server of --exec-server ${reason}`);
}

async function untilListening(
  setup: Setup,
  ms: number,
  mayListen: () => boolean,
): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end && mayListen(); ) {
    if (await isListening(setup)) return true;
    await setTimeout(50);
  }
  return false;
}

/** The text of a file that an option names. */
export function textOf(option: string, file: string): string {
  return Buffer.from(readGivenFile(option, file)).toString('utf8');
}

/** A command line as a shell takes it. */
export function commandLine(name: string, args: readonly string[]): string {
  const quoted = (arg: string): string =>
    /^[\w:/.,=@%+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
  return [name, ...args.map(quoted)].join(' ');
}
