/** The rules of the protocol as a table, and the error for a call at the wrong time. @module */
export {
  StateError,
  type Violation,
  type ViolationId,
  type ViolationRow,
  violations,
} from '../violations/index.ts';
