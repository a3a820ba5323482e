/** The observations of a run, and their comparison with the outcomes of a case. @module */
export {
  closeIn,
  closingNote,
  describe,
  type HandshakeAnswer,
  mayConverse,
  type Observation,
} from './observation.ts';
export { type Expected, fits, isDelivered } from './outcome.ts';
