/** What was seen, and whether it is what a case expects. @module */
export { closeIn, describe, type HandshakeAnswer, type Observation } from './observation.ts';
export { type Expected, fits, outcomeWords } from './outcome.ts';
