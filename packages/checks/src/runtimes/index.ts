/**
 * The tests in each runtime.
 *
 * @module
 */
export { chooseRuns, type Runs } from './choose-runs.ts';
export { hostReport, type RunOptions, reportFile, runTests, type Totals } from './run-tests.ts';
export { listRuntimes, type TestRuntime } from './runtime-table.ts';
