/**
 * The common parts of the commands that test something: which cases, known failures, reports, and the end of a run.
 *
 * @module
 */

import { existsSync, writeFileSync } from 'node:fs';
import {
  checkWritable,
  choiceOr,
  flag,
  Mistake,
  numberOr,
  type Option,
  readGivenFile,
  text,
  type Values,
} from '@sansocket/command-line';
import {
  type Case,
  type Catalogue,
  loadCatalogue,
  type Profile,
  profiles,
  selectCases,
} from '../catalogue/index.ts';
import {
  type Baseline,
  blamedIn,
  type Format,
  failureText,
  formats,
  parseBaseline,
  type Report,
  render,
  renderBaseline,
  savedOf,
  summaryText,
} from '../report/index.ts';
import { Unreachable } from '../run/index.ts';
import {
  addStepSummary,
  parseReports,
  reportOption,
  type WantedReport,
  writeReports,
} from './report-option.ts';

/** Several texts. */
export function texts(placeholder: string, says: string): Option<readonly string[]> {
  return { placeholder, says, many: true, read: (given) => given };
}

/** Which cases, known failures and reports. */
export const commonOptions: {
  readonly profile: Option<Profile>;
  readonly strict: Option<boolean>;
  readonly 'timeout-scale': Option<number>;
  readonly report: Option<readonly string[]>;
  readonly baseline: Option<string | undefined>;
  readonly 'update-baseline': Option<boolean>;
} = {
  profile: choiceOr('quick', 'NAME', 'Which cases: quick, full or hostile', profiles),
  strict: flag('Fail on tolerated outcomes too'),
  'timeout-scale': numberOr(1, 'F', 'Factor for all time limits', {
    min: 0.1,
    max: 100,
    fractions: true,
  }),
  report: reportOption(formats),
  baseline: text('FILE', 'Known failures, one a line; a line that no longer holds fails the run'),
  'update-baseline': flag('Rewrite the baseline file'),
};

/** How many cases are run at a time, where the testee allows several. */
export const jobsOption: Option<number> = numberOr(4, 'N', 'Cases at a time', { min: 1, max: 64 });

type Given = Values<typeof commonOptions>;

/** What is to be run, and what is written at its end. */
export interface Selection {
  readonly catalogue: Catalogue;
  readonly cases: readonly Case[];
  readonly reports: readonly WantedReport<Format>[];
  readonly baseline: Baseline;
}

/**
 * @param patterns - The CASE arguments.
 * @param testees - Cases of other testees are left out.
 * @throws Mistake for an invalid argument, before anything is run.
 */
export function selectionOf(
  given: Given,
  patterns: readonly string[],
  testees: readonly Case['testee'][],
): Selection {
  const catalogue = loadCatalogue();
  const chosen = selectCases(catalogue, given.profile, patterns);
  const cases = chosen.filter(({ testee }) => testees.includes(testee));
  if (cases.length === 0) throw new Mistake(`No case is left of '${patterns.join(' ')}'`);
  return {
    catalogue,
    cases,
    reports: parseReports(given.report, formats),
    baseline: readBaseline(given.baseline, given['update-baseline'], catalogue),
  };
}

/**
 * Ends a run: prints its failures and its summary, writes reports and the baseline.
 *
 * @param gone - The sentence to print if the testee no longer answers.
 * @returns The exit code.
 */
export function conclude(
  given: Given,
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

/** The text of a file that an option names. */
export function textOf(option: string, file: string): string {
  return Buffer.from(readGivenFile(option, file)).toString('utf8');
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
