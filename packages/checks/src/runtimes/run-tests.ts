/**
 * One run of the tests in one runtime, and how it went, from jest's report.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { readText, scriptOf } from '@sansocket/workspace';
import type { TestRuntime } from './runtime-table.ts';

/** How a run went. */
export interface Totals {
  readonly passed: number;
  /** A file of tests that cannot be loaded counts as one. */
  readonly failed: number;
}

/** How a run is done. */
export interface RunOptions {
  /**
   * Whether long tests run, and properties are tried with more values. The environment's FUZZ_RUNS decides how many if
   * it is set.
   */
  readonly isLong?: boolean;
  /** Whether other runs go on at the same time: then each line of the output begins with the runtime. */
  readonly isBeside?: boolean;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Jest's report of the last whole run in a runtime, relative to the workspace. */
export function reportFile(runtime: string): string {
  return `.cache/results/${runtime}.json`;
}

/** The report of the Node at hand. */
export const hostReport: string = reportFile(`node${process.versions.node.split('.', 1)[0]!}`);

/**
 * Factor for the number of values that properties are tried with in a long run: half of them reach every label of
 * every law (`testkit/test/laws/labels.test.ts`).
 */
const LONG_RUNS = 0.6;

/**
 * Runs tests, and shows what jest prints.
 *
 * @param args - More arguments for jest; tests among them are run instead of the runtime's, and leave the report of the
 * last whole run as it is.
 */
export async function runTests(
  root: string,
  runtime: TestRuntime,
  args: readonly string[],
  { isLong = false, isBeside = false }: RunOptions = {},
): Promise<Totals> {
  const isWhole = args.every((arg) => arg.startsWith('-'));
  const report = isWhole ? reportFile(runtime.id) : `.cache/results/some/${runtime.id}.json`;
  rmSync(join(root, report), { force: true });
  // Jest does not make the folder.
  mkdirSync(dirname(join(root, report)), { recursive: true });
  const [program, ...before] = runtime.command();
  // A test that failed may have left a server behind, which would hold the process for ever.
  const jest = [scriptOf(root, 'jest'), '--forceExit', '--json', `--outputFile=${report}`];
  const names = isWhole ? runtime.tests : [];
  // Jest's report goes to standard output too.
  const environment = {
    FUZZ_RUNS: String(isLong ? LONG_RUNS : runtime.runs),
    ...(isWhole && !isLong ? { SHORT_TESTS: 'true' } : {}),
  };
  const child = spawn(program, [...before, ...jest, ...args, ...names], {
    cwd: root,
    stdio: ['ignore', 'ignore', isBeside ? 'pipe' : 'inherit'],
    env: { ...environment, ...process.env },
  });
  const closed = once(child, 'close');
  if (child.stderr !== null) {
    for await (const line of createInterface(child.stderr))
      console.error(`${runtime.name} ${line}`);
  }
  await closed;
  if (!existsSync(join(root, report))) return { passed: 0, failed: 1 };
  const result = JSON.parse(readText(root, report)) as Report;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
  };
}
