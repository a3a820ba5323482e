/**
 * What a run in one runtime says about its tests. A run leaves it in `.cache/results/support`, in a file
 * named after the runtime: `deno.json`.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '@sansocket/workspace';
import {
  findTests,
  type JestReport,
  readTestResults,
  type TestResults,
} from '../requirements/index.ts';
import type { Runtime, SupportList } from './support-list.ts';

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

/** The results of a runtime, if it has been run: `undefined` too where each test that drives it was passed over. */
export function readResults(
  root: string,
  { runtimes }: SupportList,
  { id, drivenBy, manifest }: Runtime,
): RuntimeResults | undefined {
  if (drivenBy === undefined) {
    const all = runtimes.flatMap((runtime) => runtime.drivenBy ?? []);
    return without(readFile(root, id), all);
  }
  const host = readFile(root, `node${process.versions.node.split('.', 1)[0]!}`);
  if (host === undefined) return undefined;
  const version = manifest === undefined ? '' : versionIn(readText(root, manifest));
  const names = drivenBy.flatMap((reference) => findTests(reference, testsOf(host)));
  // Tests of a program that is not installed were passed over: they say nothing of it.
  if (!names.some((name) => ['passed', 'failed'].includes(host.tests[name]!))) return undefined;
  return { version, tests: Object.fromEntries(names.map((name) => [name, host.tests[name]!])) };
}

function readFile(root: string, id: string): RuntimeResults | undefined {
  const file = `${resultsFolder}/${id}.json`;
  if (!existsSync(join(root, file))) return undefined;
  return JSON.parse(readText(root, file)) as RuntimeResults;
}

/** Without the tests that drive another runtime. */
function without(
  results: RuntimeResults | undefined,
  driving: readonly string[],
): RuntimeResults | undefined {
  if (results === undefined) return undefined;
  const others = new Set(driving.flatMap((reference) => findTests(reference, testsOf(results))));
  const own = Object.entries(results.tests).filter(([name]) => !others.has(name));
  return { ...results, tests: Object.fromEntries(own) };
}

function versionIn(manifest: string): string {
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** The same as a map, for `findTests`. */
export function testsOf({ tests }: RuntimeResults): TestResults {
  return new Map(Object.entries(tests));
}
