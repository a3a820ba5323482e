/** The rows of the bench. @module */

export { allRows } from './all-rows.ts';
export type { CandidateName, Goal, Measure, Row } from './row.ts';
export { sizeOf } from './sizes.ts';
