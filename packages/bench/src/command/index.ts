/** The command line. @module */

export { type BenchOptions, benchCommand, budgetOf, runtimesOf } from './options.ts';
export { ProgressBar, type ProgressStream } from './progress-bar.ts';
export { Session } from './session.ts';
