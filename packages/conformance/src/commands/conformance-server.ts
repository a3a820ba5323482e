/**
 * `sansocket conformance server`: all cases against a WebSocket server.
 *
 * @module
 */

import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import {
  type Command,
  checkWritable,
  choiceOr,
  flag,
  Mistake,
  numberOr,
  type Option,
  readGivenFile,
  runCommand,
  suggest,
  text,
  type Values,
} from '@sansocket/command-line';
import {
  type Case,
  type Catalogue,
  loadCatalogue,
  patternsHelp,
  profiles,
  selectCases,
} from '../catalogue/index.ts';
import { isLoopback, parseTarget } from '../peer/index.ts';
import {
  type Baseline,
  blamedIn,
  type Format,
  failureText,
  formats,
  Progress,
  parseBaseline,
  type Report,
  render,
  renderBaseline,
  summaryText,
} from '../report/index.ts';
import { isListening, probe, runSuite, type Setup, Unreachable } from '../run/index.ts';
import { freePort, Testee } from './testee.ts';

/** Several texts. */
function texts(placeholder: string, says: string): Option<readonly string[]> {
  return { placeholder, says, many: true, read: (given) => given };
}

const options = {
  profile: choiceOr('quick', 'NAME', 'Which cases: quick, full or hostile', profiles),
  strict: flag('Fail on tolerated outcomes too'),
  jobs: numberOr(4, 'N', 'Cases at a time', { min: 1, max: 64 }),
  'timeout-scale': numberOr(1, 'F', 'Factor for all time limits', {
    min: 0.1,
    max: 100,
    fractions: true,
  }),
  report: texts(
    'FORMAT:FILE',
    `Write a report; may be given more than once.\nFormats: ${formats.join(', ')}; github prints where no FILE is given`,
  ),
  baseline: text('FILE', 'Known failures, one a line; a line that no longer holds fails the run'),
  'update-baseline': flag('Rewrite the baseline file'),
  'exec-server': text('COMMAND', 'Start the server; {port} in it and in the URL is a free port'),
  'restart-cmd': text('COMMAND', 'Run this when the server no longer answers'),
  header: texts('LINE', "Add a field to each request, such as 'Cookie: a=b'"),
  subprotocol: texts('NAME', 'Offer a subprotocol'),
  origin: text('ORIGIN', 'Send this Origin; the server is to refuse others'),
  'max-message': numberOr(0, 'BYTES', 'The longest message that the server takes; 0: unknown', {
    min: 0,
    max: 2_097_152,
  }),
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
      const words = args.filter((arg) => !patterns.includes(arg)).map(quoted);
      process.exitCode = await testServer(given, operands, [command.name, ...words].join(' '));
    },
    args,
  );
}

type Given = Values<typeof options>;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The checked contents of the command line. */
interface Plan {
  readonly setup: Setup;
  readonly catalogue: Catalogue;
  readonly cases: readonly Case[];
  readonly reports: readonly { readonly format: Format; readonly file: string | undefined }[];
  readonly baseline: Baseline;
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
  const catalogue = loadCatalogue();
  const chosen = selectCases(catalogue, given.profile, patterns);
  if (chosen.length === 0) throw new Mistake(`No case is left of '${patterns.join(' ')}'`);
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
    setup: {
      target,
      fields: [...given.header, ...(given.origin === undefined ? [] : [`Origin: ${given.origin}`])],
      subprotocols: given.subprotocol,
      isEcho: false,
      limit: given['max-message'] === 0 ? undefined : given['max-message'],
      origin: given.origin,
    },
    catalogue,
    cases: chosen.filter((one) => one.testee === 'server' || one.testee === 'both'),
    reports: given.report.map(parseReport),
    baseline: readBaseline(given.baseline, given['update-baseline'], catalogue),
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
  const onSignal = (): void => {
    void stop().then(() => process.exit(130));
  };
  for (const signal of signals) process.once(signal, onSignal);
  try {
    testee?.start();
    if (testee !== undefined) await started(testee, plan.setup, 30_000);
    return await runPlan(given, plan, typed);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    console.error(error.message);
    return 3;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    await stop();
  }
}

async function runPlan(given: Given, plan: Plan, typed: string): Promise<number> {
  const { cases, catalogue, baseline } = plan;
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
  const blamed = blamedIn(results, baseline, given.strict);
  const { rules } = catalogue;
  tell({ url, command: typed, probe: found, results, rules, ms, blamed }, plan);
  if (given['update-baseline'] && !isGone) {
    writeFileSync(given.baseline!, renderBaseline(results, baseline, given.strict));
  }
  if (isGone) {
    console.error('The server no longer answers, and nothing brings it back');
    return 4;
  }
  const ours = results.filter(({ verdict }) => verdict === 'harness');
  if (ours.length > 0) {
    console.error(`The command itself failed in ${ours.map((it) => it.case.id).join(', ')}`);
    return 3;
  }
  return blamed.size === 0 || given['update-baseline'] ? 0 : 1;
}

async function restart({ setup, testee, restarter }: Plan): Promise<boolean> {
  if (restarter === undefined) return false;
  await testee?.stop();
  await restarter.stop();
  restarter.start();
  return untilListening(setup, 10_000, () => true);
}

function tell(report: Report, { reports }: Plan): void {
  for (const result of report.results) {
    if (report.blamed.has(result.case.id)) {
      console.log(`${failureText(result, report)}\n`);
    }
  }
  console.log(summaryText(report));
  for (const { format, file } of reports) {
    const content = render(format, report);
    if (file === undefined) process.stdout.write(content);
    else writeFileSync(file, content);
  }
}

function parseReport(given: string): {
  readonly format: Format;
  readonly file: string | undefined;
} {
  const colon = given.indexOf(':');
  const name = colon < 0 ? given : given.slice(0, colon);
  const file = colon < 0 ? undefined : given.slice(colon + 1);
  const format = formats.find((one) => one === name);
  if (format === undefined) {
    throw new Mistake(`Option --report does not know '${name}': ${suggest(name, formats)}`);
  }
  if (file !== undefined) checkWritable('report', file);
  return { format, file };
}

function readBaseline(file: string | undefined, isNew: boolean, { cases }: Catalogue): Baseline {
  if (file === undefined && isNew)
    throw new Mistake('Option --update-baseline needs --baseline FILE');
  if (file !== undefined && isNew) checkWritable('baseline', file);
  if (file === undefined || (isNew && !existsSync(file))) return new Map();
  return parseBaseline(
    textOf('baseline', file),
    cases.map(({ id }) => id),
  );
}

function textOf(option: string, file: string): string {
  return Buffer.from(readGivenFile(option, file)).toString('utf8');
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

/** As a shell takes it. */
function quoted(arg: string): string {
  return /^[\w:/.,=@%+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}
