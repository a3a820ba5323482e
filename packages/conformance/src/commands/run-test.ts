/**
 * The run of a command that tests something: its processes, its progress, its end and its exit code.
 *
 * @module
 */

import { writeFileSync } from 'node:fs';
import { type Command, type Options, runCommand, type Values } from '@sansocket/command-line';
import {
  blamedIn,
  failureText,
  Progress,
  type Report,
  render,
  renderBaseline,
  savedOf,
  summaryText,
} from '../report/index.ts';
import { type CaseResult, Unreachable } from '../run/index.ts';
import { addStepSummary, writeReports } from './report-option.ts';
import type { commonOptions, Selection } from './selection.ts';

/**
 * The frame around a command that tests something: its exit code is that of the test.
 *
 * @param test - It gets the command line without cases as well, to repeat the run.
 */
export async function runTest<Given extends Options>(
  command: Command<Given>,
  args: readonly string[],
  test: (given: Values<Given>, operands: readonly string[], typed: string) => Promise<number>,
): Promise<void> {
  await runCommand(
    command,
    async (given, operands) => {
      const patterns = operands.filter((operand) => !isUrl(operand));
      // A run of one case must not overwrite what the whole run has written.
      const rest = without(args, ['--report'], ['--update-baseline']);
      const typed = commandLine(command.name, rest, patterns);
      process.exitCode = await test(given, operands, typed);
    },
    args,
  );
}

/** Whether an operand is the URL of a testee: other ones are cases. */
export function isUrl(operand: string): boolean {
  return operand.includes('://');
}

/** Runs cases with a line that says how many are done. @returns What the run does, and its milliseconds. */
export async function withProgress<Result extends object>(
  cases: readonly unknown[],
  run: (onResult: (result: CaseResult) => void) => Promise<Result>,
): Promise<Result & { readonly ms: number }> {
  const progress = new Progress(cases.length);
  const start = performance.now();
  const result = await run((it) => progress.add(it));
  progress.end();
  return { ...result, ms: performance.now() - start };
}

/**
 * Ends a run: prints its failures and its summary, writes reports and the baseline.
 *
 * @param gone - The sentence to print if the testee no longer answers.
 * @returns The exit code.
 */
export function conclude(
  given: Values<typeof commonOptions>,
  { catalogue: { rules }, baseline, reports }: Selection,
  run: Omit<Report, 'rules' | 'blamed'>,
  gone: string | undefined,
): number {
  const blamed = blamedIn(run.results, baseline, given.strict);
  tell({ ...run, rules, blamed }, reports);
  if (given['update-baseline'] && gone === undefined) {
    writeFileSync(given.baseline!, renderBaseline(run.results, baseline, given.strict));
  }
  if (gone !== undefined) {
    console.error(gone);
    return 4;
  }
  const ours = run.results.filter(({ verdict }) => verdict === 'harness');
  if (ours.length > 0) {
    console.error(`The command itself failed in ${ours.map((it) => it.case.id).join(', ')}`);
    return 3;
  }
  return blamed.size === 0 || given['update-baseline'] ? 0 : 1;
}

function tell(report: Report, reports: Selection['reports']): void {
  for (const result of report.results) {
    if (report.blamed.has(result.case.id)) {
      console.log(`${failureText(result, report)}\n`);
    }
  }
  console.log(summaryText(report));
  const saved = savedOf(report);
  writeReports(reports, (format) => render(format, saved));
  if (reports.some(({ format }) => format === 'github')) addStepSummary(render('markdown', saved));
}

/** The command line without its cases, to repeat a run. */
export function commandLine(
  name: string,
  args: readonly string[],
  patterns: readonly string[],
): string {
  const words = args.filter((arg) => !patterns.includes(arg)).map(quoted);
  return [name, ...words].join(' ');
}

/** Arguments without some options: those that have a value, and flags. */
export function without(
  args: readonly string[],
  valued: readonly string[],
  flags: readonly string[] = [],
): readonly string[] {
  return args.filter(
    (arg, i) =>
      !flags.includes(arg) &&
      !valued.includes(arg.replace(/=.*/s, '')) &&
      !valued.includes(args[i - 1] ?? ''),
  );
}

/** As a shell takes it. */
function quoted(arg: string): string {
  return /^[\w:/.,=@%+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Works with processes of its own, and ends them, however the work ends: a signal too.
 *
 * @returns The exit code of the work; 3 where the testee cannot be reached or tested.
 */
export async function withProcesses(
  work: () => Promise<number>,
  stop: () => Promise<void>,
): Promise<number> {
  const onSignal = (): void => {
    void stop().then(() => process.exit(130));
  };
  for (const signal of signals) process.once(signal, onSignal);
  try {
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
