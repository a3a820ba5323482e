/**
 * The cases as a script for engines that load no modules.
 *
 * @module
 */

import { BUNDLE, bundle } from '@sansocket/engines';
import type { PortableReport } from '@sansocket/engines/cases';

/** Of each law, in each of those engines: an interpreter takes seconds for it. */
export const RUNS = 2;

/** Run first: it leaves the global that the expression speaks of. */
export function casesScript(): Promise<string> {
  return bundle("export * from '@sansocket/engines/cases';", import.meta.dirname);
}

/** JavaScript that runs all cases and gives their report. */
export const report: string = `${BUNDLE}.runCases(${BUNDLE}.portableCases({ runs: ${RUNS} }))`;

/** What every engine has to report. */
export function allPassed(count: number): PortableReport {
  return { passed: count, failures: [] };
}
