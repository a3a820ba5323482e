/**
 * `sansocket conformance server`: all cases against a WebSocket server.
 *
 * @module
 */

import { existsSync, writeFileSync } from 'node:fs';
import {
  type Command,
  checkWritable,
  choiceOr,
  flag,
  Mistake,
  numberOr,
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
import { probe, runSuite } from '../run/index.ts';
import {
  commandLine,
  exitCodes,
  restart,
  type Server,
  serverOf,
  serverOptions,
  textOf,
  texts,
  withServer,
} from './server.ts';

const options = {
  profile: choiceOr('quick', 'NAME', 'Which cases: quick, full or hostile', profiles),
  strict: flag('Fail on tolerated outcomes too'),
  jobs: numberOr(4, 'N', 'Cases at a time', { min: 1, max: 64 }),
  report: texts(
    'FORMAT:FILE',
    `Write a report; may be given more than once.\nFormats: ${formats.join(', ')}; github prints where no FILE is given`,
  ),
  baseline: text('FILE', 'Known failures, one a line; a line that no longer holds fails the run'),
  'update-baseline': flag('Rewrite the baseline file'),
  ...serverOptions,
};

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

/** Runs the command. @param args - Those behind its name. */
export async function conformanceServer(args: readonly string[]): Promise<void> {
  await runCommand(
    command,
    async (given, operands) => {
      const [, ...patterns] = operands;
      const words = args.filter((arg) => !patterns.includes(arg));
      const plan = await planOf(given, operands);
      const run = (): Promise<number> => runPlan(given, plan, commandLine(command.name, words));
      process.exitCode = await withServer(plan.server, run);
    },
    args,
  );
}

type Given = Values<typeof options>;

/** The checked contents of the command line. */
interface Plan {
  readonly server: Server;
  readonly catalogue: Catalogue;
  readonly cases: readonly Case[];
  readonly reports: readonly { readonly format: Format; readonly file: string | undefined }[];
  readonly baseline: Baseline;
}

/** @throws Mistake for an invalid argument, before the first connection. */
async function planOf(given: Given, [url, ...patterns]: readonly string[]): Promise<Plan> {
  const server = await serverOf(given, url);
  const catalogue = loadCatalogue();
  const chosen = selectCases(catalogue, given.profile, patterns);
  if (chosen.length === 0) throw new Mistake(`No case is left of '${patterns.join(' ')}'`);
  return {
    server,
    catalogue,
    cases: chosen.filter((one) => one.testee === 'server' || one.testee === 'both'),
    reports: given.report.map(parseReport),
    baseline: readBaseline(given.baseline, given['update-baseline'], catalogue),
  };
}

/** @returns The exit code. */
async function runPlan(given: Given, plan: Plan, typed: string): Promise<number> {
  const { server, cases, catalogue, baseline } = plan;
  const found = await probe(server.setup, given['timeout-scale']);
  const setup = { ...server.setup, isEcho: found.abilities.includes('echo') };
  const { url } = setup.target;
  console.log(`${url}: ${found.notes.join('; ')}`);
  const progress = new Progress(cases.length, process.stdout.isTTY, (it) =>
    process.stdout.write(it),
  );
  const start = performance.now();
  const { results, isGone } = await runSuite(setup, found, cases, {
    jobs: given.jobs,
    onResult: (result) => progress.add(result),
    restart: () => restart(server),
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
  return blamed.size === 0 || given['update-baseline'] ? 0 : 1;
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
