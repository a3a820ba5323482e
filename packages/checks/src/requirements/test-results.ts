/**
 * The status of each test in a report of jest, by the test's full name.
 *
 * @module
 */
import { relative, sep } from 'node:path';
import { Mistake, readGivenFile } from '@sansocket/command-line';

/** Between the parts of a test's full name. */
export const separator = ' › ';

/** A status of jest, such as `passed`, for each full name. */
export type TestResults = ReadonlyMap<string, string>;

/** The parts that we read of what `jest --json` writes. */
export interface JestReport {
  readonly testResults: readonly {
    /** Absolute path of the test file. */
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/**
 * Reads the file that `jest --json` wrote.
 *
 * @param file - Relative to `root`, or absolute; what `--results` names.
 * @throws Mistake when it holds no such report.
 */
export function readJestReport(root: string, file: string): JestReport {
  const text = new TextDecoder().decode(readGivenFile('results', file, root));
  try {
    const report = JSON.parse(text) as Partial<JestReport> | null;
    if (Array.isArray(report?.testResults)) return report as JestReport;
  } catch {
    // The same as any other file that is no report.
  }
  throw new Mistake(`Option --results needs a report of jest --json, which '${file}' is not`);
}

/** @param testFolder - Absolute path that the names of files are relative to. */
export function readTestResults(report: JestReport, testFolder: string): TestResults {
  return new Map(
    report.testResults.flatMap(({ name, assertionResults }) => {
      const file = relative(testFolder, name).split(sep).join('/');
      return assertionResults.map(({ ancestorTitles, title, status }) => {
        return [[file, ...ancestorTitles, title].join(separator), status] as const;
      });
    }),
  );
}

/** Full names that a reference stands for. */
export function findTests(reference: string, results: TestResults): string[] {
  if (!reference.endsWith('*')) return results.has(reference) ? [reference] : [];
  const prefix = reference.slice(0, -1);
  return [...results.keys()].filter((name) => name.startsWith(prefix));
}
