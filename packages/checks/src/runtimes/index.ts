/**
 * The tests in each runtime.
 *
 * @module
 */
export { runTests, type Totals } from './run-tests.ts';
export { listRuntimes, type TestRuntime } from './runtime-table.ts';
