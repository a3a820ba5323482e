/** Runs cases against a testee, and judges its reactions. @module */
export { isListening, type Probe, probe, Unreachable } from './probe.ts';
export { type Attempt, attempt, type Setup, type Times } from './session.ts';
export { runSuite, runVariant, type SuiteOptions, type SuiteResult } from './suite.ts';
export {
  type CaseResult,
  failing,
  type VariantResult,
  type Verdict,
  verdictOf,
  verdicts,
  worst,
} from './verdict.ts';
