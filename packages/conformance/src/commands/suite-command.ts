/**
 * The common part of the commands that run cases: their options, and the report at the end.
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
  suggest,
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
  summaryText,
} from '../report/index.ts';

/** Several texts. */
export function texts(placeholder: string, says: string): Option<readonly string[]> {
  return { placeholder, says, many: true, read: (given) => given };
}

/** The options of each. */
export const suiteOptions: {
  readonly profile: Option<Profile>;
  readonly strict: Option<boolean>;
  readonly jobs: Option<number>;
  readonly 'timeout-scale': Option<number>;
  readonly report: Option<readonly string[]>;
  readonly baseline: Option<string | undefined>;
  readonly 'update-baseline': Option<boolean>;
} = {
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
};

type Given = Values<typeof suiteOptions>;

/** The cases to run, and what becomes of the results. */
export interface SuitePlan {
  readonly catalogue: Catalogue;
  readonly cases: readonly Case[];
  readonly reports: readonly { readonly format: Format; readonly file: string | undefined }[];
  readonly baseline: Baseline;
}

/** @throws Mistake for an invalid argument. */
export function suitePlanOf(
  given: Given,
  patterns: readonly string[],
  testee: 'server' | 'client',
): SuitePlan {
  const catalogue = loadCatalogue();
  const chosen = selectCases(catalogue, given.profile, patterns);
  const cases = chosen.filter((one) => one.testee === testee || one.testee === 'both');
  if (cases.length === 0) throw new Mistake(`No case is left of '${patterns.join(' ')}'`);
  return {
    catalogue,
    cases,
    reports: given.report.map(parseReport),
    baseline: readBaseline(given.baseline, given['update-baseline'], catalogue),
  };
}

/**
 * Prints the failures and the summary, writes the reports, and the baseline if the run was complete.
 *
 * @returns The exit code: 0 or 1.
 */
export function conclude(
  given: Given,
  { catalogue, reports, baseline }: SuitePlan,
  run: Pick<Report, 'url' | 'command' | 'probe' | 'results' | 'ms'>,
  isComplete: boolean,
): number {
  const { results } = run;
  const blamed = blamedIn(results, baseline, given.strict);
  const report: Report = { ...run, rules: catalogue.rules, blamed };
  for (const result of results) {
    if (blamed.has(result.case.id)) console.log(`${failureText(result, report)}\n`);
  }
  console.log(summaryText(report));
  for (const { format, file } of reports) {
    const content = render(format, report);
    if (file === undefined) process.stdout.write(content);
    else writeFileSync(file, content);
  }
  if (given['update-baseline'] && isComplete) {
    writeFileSync(given.baseline!, renderBaseline(results, baseline, given.strict));
  }
  return blamed.size === 0 || given['update-baseline'] ? 0 : 1;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs something that `stop` ends, also when this process is interrupted. */
export async function withStop<Result>(
  run: () => Promise<Result>,
  stop: () => Promise<void>,
): Promise<Result> {
  const onSignal = (): void => {
    void stop().then(() => process.exit(130));
  };
  for (const signal of signals) process.once(signal, onSignal);
  try {
    return await run();
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    await stop();
  }
}

/** A command line as a shell takes it, without its cases. */
export function typedLine(
  name: string,
  args: readonly string[],
  patterns: readonly string[],
): string {
  const quoted = (arg: string): string =>
    /^[\w:/.,=@%+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
  return [name, ...args.filter((arg) => !patterns.includes(arg)).map(quoted)].join(' ');
}

/** The text of a file that an option names. */
export function textOf(option: string, file: string): string {
  return Buffer.from(readGivenFile(option, file)).toString('utf8');
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
