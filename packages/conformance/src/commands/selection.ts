/**
 * What a command tests: which cases, with which known failures and reports.
 *
 * @module
 */

import { existsSync, readFileSync } from 'node:fs';
import {
  checkWritable,
  choiceOr,
  flag,
  Mistake,
  messageOf,
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
import { type Baseline, type Format, formats, parseBaseline } from '../report/index.ts';
import { parseReports, reportOption, type WantedReport } from './report-option.ts';

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
  given: Values<typeof commonOptions>,
  patterns: readonly string[],
  testees: readonly Case['testee'][],
): Selection {
  const catalogue = loadCatalogue();
  return {
    catalogue,
    cases: casesFor(testees, catalogue, given.profile, patterns),
    reports: parseReports(given.report, formats),
    baseline: readBaseline(given.baseline, given['update-baseline'], catalogue),
  };
}

/** @throws Mistake where the patterns leave no case of these testees. */
export function casesFor(
  testees: readonly Case['testee'][],
  catalogue: Catalogue,
  profile: Profile,
  patterns: readonly string[],
): readonly Case[] {
  const chosen = selectCases(catalogue, profile, patterns);
  const cases = chosen.filter(({ testee }) => testees.includes(testee));
  if (cases.length === 0) throw new Mistake(`No case is left of '${patterns.join(' ')}'`);
  return cases;
}

/** @param kind - What is looked for, for the message. @throws Mistake where no case has the id. */
export function caseOf(id: string, cases: readonly Case[], kind = 'case'): Case {
  const one = cases.find((it) => it.id === id.toUpperCase());
  if (one !== undefined) return one;
  const ids = cases.map((it) => it.id);
  throw new Mistake(`No ${kind} '${id}': ${suggest(id, ids)}`);
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

/** The text of a file that is an operand. @throws Mistake when it cannot be read. */
export function operandText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Mistake(`Cannot read '${file}': ${messageOf(error)}`);
  }
}
