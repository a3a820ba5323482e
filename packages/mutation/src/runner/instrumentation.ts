/**
 * The global object through which the instrumented sources and the test runner communicate.
 *
 * @module
 */

import { runInThisContext } from 'node:vm';

/** Name of the global variable. */
export const namespace = '__stryker__';

/** Its value. */
export interface Instrumentation {
  /** The mutant that runs instead of the original. */
  activeMutant?: string | undefined;
  /** The test that the running code is counted for. */
  currentTestId?: string | undefined;
  /** Which mutants the tests ran, while it is asked for. */
  mutantCoverage?: unknown;
  /** How often the active mutant may run before it counts as endless. */
  hitLimit?: number | undefined;
  hitCount?: number | undefined;
}

/** The object of this process: in the context that modules run in when they are given none. */
export function instrumentation(): Instrumentation {
  const globals = runInThisContext('globalThis') as { [namespace]?: Instrumentation };
  globals[namespace] ??= {};
  return globals[namespace];
}
