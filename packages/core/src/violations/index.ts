/** The rules of the protocol as a table, and the error for a call at the wrong time. @module */
export { frameViolations } from './frame-violations.ts';
export { StateError } from './state-error.ts';
export type { ViolationRow } from './violation-row.ts';
export {
  type Answers,
  connectAnswers,
  type RequestAnswers,
  requestAnswers,
  responseAnswers,
  type Violation,
  type ViolationId,
  violations,
} from './violations.ts';
