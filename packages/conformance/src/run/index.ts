/** Runs cases against a testee, and judges its reactions. @module */
export { type AnswerAt, answerIn } from './handshake.ts';
export { isListening, type Probe, probe, Unreachable } from './probe.ts';
export type { Setup, Times } from './session.ts';
export { runSuite, type SuiteOptions, type SuiteResult } from './suite.ts';
export {
  type CaseResult,
  failing,
  type VariantResult,
  type Verdict,
  verdicts,
  worst,
} from './verdict.ts';
