/**
 * The server under test, for each command that tests one: the options that say where it is, how it is started and how
 * it is brought back.
 *
 * @module
 */

import { setTimeout } from 'node:timers/promises';
import { flag, Mistake, numberOr, type Option, text, type Values } from '@sansocket/command-line';
import { isLoopback, parseTarget, type TargetOptions } from '../peer/index.ts';
import { isListening, type ServerSetup, Unreachable } from '../run/index.ts';
import { withProcesses } from './run-test.ts';
import { textOf, texts } from './selection.ts';
import { freePort, Testee } from './testee.ts';

/** How servers are reached, be it one or several. */
export const reachOptions: {
  readonly header: Option<readonly string[]>;
  readonly subprotocol: Option<readonly string[]>;
  readonly origin: Option<string | undefined>;
  readonly 'max-message': Option<number>;
  readonly ca: Option<string | undefined>;
  readonly sni: Option<string | undefined>;
  readonly insecure: Option<boolean>;
  readonly 'i-may-test-this-host': Option<boolean>;
} = {
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

/** How one server is started and reached. */
export const serverOptions: typeof reachOptions & {
  readonly 'exec-server': Option<string | undefined>;
  readonly 'restart-cmd': Option<string | undefined>;
  readonly unix: Option<string | undefined>;
  readonly http2: Option<boolean>;
} = {
  'exec-server': text('COMMAND', 'Start the server; {port} in it and in the URL is a free port'),
  'restart-cmd': text('COMMAND', 'Run this when the server no longer answers'),
  unix: text('PATH', 'Connect to a Unix socket instead'),
  http2: flag('Test WebSocket over streams of HTTP/2 (RFC 8441)'),
  ...reachOptions,
};

/** The exit codes of a command that tests a server, for its help. */
export const exitCodes = `Exit codes: 0 nothing fails, 1 something fails, 2 the command line is wrong, 3 the server
cannot be reached or tested, or the command itself fails, 4 it has crashed and does not come back.`;

/** A server as the command line names it. */
export interface Server {
  readonly setup: ServerSetup;
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
  const setup = setupOf(fill(url), given, given);
  if (port !== '' && given['exec-server'] === undefined) {
    throw new Mistake('The URL has {port}: that needs --exec-server');
  }
  if (given['exec-server']?.includes('{port}') === true && port === '') {
    throw new Mistake('Option --exec-server has {port}, the URL has not: ws://127.0.0.1:{port}/');
  }
  const testee = testeeOf(given['exec-server']);
  return { setup, testee, restarter: testeeOf(given['restart-cmd']) ?? testee };
}

/** @throws Mistake for a URL that is invalid or may not be tested, and for invalid header fields. */
export function setupOf(
  url: string,
  given: Values<typeof reachOptions>,
  one: Pick<TargetOptions, 'unix' | 'http2'> = {},
): ServerSetup {
  const ca = given.ca === undefined ? undefined : textOf('ca', given.ca);
  const target = parseTarget(url, { ...given, ...one, ca });
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

/**
 * Starts the server, works with it and ends it, however the work ends.
 *
 * @returns The exit code: that of the work, or 3 where the server cannot be reached or tested.
 */
export function withServer(
  { setup, testee, restarter }: Server,
  work: () => Promise<number>,
): Promise<number> {
  return withProcesses(
    async () => {
      testee?.start();
      if (testee !== undefined) await started(testee, setup, 30_000);
      return work();
    },
    async () => {
      await testee?.stop(true);
      await restarter?.stop(true);
    },
  );
}

/** Brings back a server that has crashed. @returns Whether anybody listens again. */
export async function restart({ setup, testee, restarter }: Server): Promise<boolean> {
  if (restarter === undefined) return false;
  await testee?.stop();
  await restarter.stop();
  restarter.start();
  return untilListening(setup, 30_000, () => true);
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
