/**
 * What a run in one runtime says about its tests. A run leaves it in `.cache/results/support`, in a file
 * named after the runtime: `deno.json`.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type JestReport, readTestResults, type TestResults } from '../requirements/index.ts';
import { readText } from '../shared/index.ts';

/** Where runs leave their results, relative to the workspace. */
export const resultsFolder = '.cache/results/support';

/** The content of such a file. Whatever runs tests can write it. */
export interface RuntimeResults {
  /** Of the runtime, such as `2.9.6`. */
  readonly version: string;
  /** A status for each test, by its full name: `passed`, `failed`, or a third for one that did not run. */
  readonly tests: Readonly<Record<string, string>>;
}

/** What a run of jest says, in that form. A file of tests that cannot be loaded is a test that failed. */
export function resultsOfJest(root: string, report: JestReport, version: string): RuntimeResults {
  const tests = Object.fromEntries(readTestResults(report, join(root, 'packages')));
  return { version, tests };
}

/** The results of a runtime, if it has been run. */
export function readResults(root: string, runtime: string): RuntimeResults | undefined {
  const file = `${resultsFolder}/${runtime}.json`;
  if (!existsSync(join(root, file))) return undefined;
  return JSON.parse(readText(root, file)) as RuntimeResults;
}

/** The same as a map, for `findTests`. */
export function testsOf({ tests }: RuntimeResults): TestResults {
  return new Map(Object.entries(tests));
}
