/**
 * The results of the last run in each runtime.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '@sansocket/workspace';
import {
  findTests,
  readJestReport,
  readTestResults,
  type TestResults,
} from '../requirements/index.ts';
import { hostReport, listRuntimes, reportFile } from '../runtimes/index.ts';
import type { Runtime, SupportList } from './support-list.ts';

/** The tests of a runtime. */
export interface RuntimeResults {
  /** Of the runtime, such as `2.9.6`. */
  readonly version: string;
  /** By their full names, with the file relative to `packages/`. */
  readonly tests: TestResults;
}

/** The results of a runtime, if it has been run: `undefined` too where each test that drives it was skipped. */
export function readResults(
  root: string,
  { runtimes }: SupportList,
  { id, drivenBy, manifest }: Runtime,
): RuntimeResults | undefined {
  const tests = testsIn(root, drivenBy === undefined ? reportFile(id) : hostReport);
  if (tests === undefined) return undefined;
  if (drivenBy === undefined) {
    const driving = namesOf(
      runtimes.flatMap((runtime) => runtime.drivenBy ?? []),
      tests,
    );
    const version = listRuntimes(root).find((runtime) => runtime.id === id)?.version ?? '';
    return { version, tests: new Map([...tests].filter(([name]) => !driving.has(name))) };
  }
  const driving = namesOf(drivenBy, tests);
  const own = new Map([...tests].filter(([name]) => driving.has(name)));
  // Tests of a program that is not installed were skipped: they say nothing of it.
  if (![...own.values()].some((status) => status === 'passed' || status === 'failed')) {
    return undefined;
  }
  return { version: manifest === undefined ? '' : versionIn(readText(root, manifest)), tests: own };
}

function testsIn(root: string, file: string): TestResults | undefined {
  if (!existsSync(join(root, file))) return undefined;
  return readTestResults(readJestReport(root, file), join(root, 'packages'));
}

function namesOf(references: readonly string[], tests: TestResults): ReadonlySet<string> {
  return new Set(references.flatMap((reference) => findTests(reference, tests)));
}

function versionIn(manifest: string): string {
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
