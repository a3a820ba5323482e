/**
 * Jest in one runtime, with what it says left for the table of support.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText, writeText } from '@sansocket/workspace';
import type { JestReport } from '../requirements/index.ts';
import { resultsFolder, resultsOfJest } from '../support/index.ts';
import type { TestRuntime } from './runtime-table.ts';

/** How a run went. */
export interface Totals {
  readonly passed: number;
  /** A file of tests that cannot be loaded counts as one. */
  readonly failed: number;
}

interface FullReport extends JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Where jest's own report of a runtime is, relative to the workspace. */
export function reportFile(runtime: string): string {
  return `.cache/results/${runtime}.json`;
}

/** What multiplies the values that properties are tried with, where nobody is to wait long. */
const SHORT_RUNS = '0.3';

/**
 * Runs tests, and shows what jest prints.
 *
 * @param args - More arguments for jest; tests among them are run instead of the runtime's.
 * @param isLong - Whether properties are tried with all of their values. The environment's FUZZ_RUNS has its way.
 */
export function runTests(
  root: string,
  runtime: TestRuntime,
  args: readonly string[],
  isLong = false,
): Totals {
  const report = reportFile(runtime.id);
  for (const file of [report, `${resultsFolder}/${runtime.id}.json`]) {
    rmSync(join(root, file), { force: true });
  }
  // Jest does not make the folder.
  mkdirSync(dirname(join(root, report)), { recursive: true });
  const [program, ...before] = runtime.command();
  const names = args.some((arg) => !arg.startsWith('-')) ? [] : runtime.tests;
  // A test that failed may have left a server behind, which would hold the process for ever.
  const jest = ['node_modules/jest/bin/jest.js', '--forceExit', '--json', `--outputFile=${report}`];
  // Jest's report goes to standard output too.
  spawnSync(program, [...before, ...jest, ...args, ...names], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...(isLong ? {} : { FUZZ_RUNS: SHORT_RUNS }), ...process.env },
  });
  if (!existsSync(join(root, report))) return { passed: 0, failed: 1 };
  const said = JSON.parse(readText(root, report)) as FullReport;
  if (names === runtime.tests) {
    const results = resultsOfJest(root, said, runtime.version);
    writeText(root, `${resultsFolder}/${runtime.id}.json`, JSON.stringify(results));
  }
  return {
    passed: said.numPassedTests,
    failed: said.numFailedTests + said.numRuntimeErrorTestSuites,
  };
}
