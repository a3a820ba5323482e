/** Runs rows in workers. @module */

export { type Budget, type Figures, measureRow, type Result } from './measure-row.ts';
export { type RuntimeName, runtimeNames, workspaceRoot } from './runtimes.ts';
export { type Spread, spreadOf } from './statistics.ts';
