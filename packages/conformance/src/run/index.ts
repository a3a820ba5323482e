/** Runs cases against a testee, and judges its reactions. @module */
export type { ServerSetup } from './ask.ts';
export { type AnswerAt, answerIn } from './handshake.ts';
export { Loop, type LoopOptions, type LoopResult } from './loop.ts';
export type { Times } from './opened.ts';
export { isListening, type Probe, probe, probeClient, Unreachable } from './probe.ts';
export type { ClientSetup, Visit } from './respond.ts';
export { type Attempt, attempt, type Setup } from './session.ts';
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
