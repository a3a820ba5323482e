/** The command line. @module */

export { type BenchOptions, help, parseOptions } from './options.ts';
export { ProgressBar, type ProgressStream } from './progress-bar.ts';
export { messageOf, Session } from './session.ts';
