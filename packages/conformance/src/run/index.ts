/** Runs cases against a testee, and judges its reactions. @module */
export type { ServerSetup } from './ask.ts';
export type { Attempt } from './conversation.ts';
export { type AnswerAt, answerIn } from './handshake.ts';
export { Loop } from './loop.ts';
export { isListening, type Probe, probe, probeClient, Unreachable } from './probe.ts';
export type { ClientSetup, Visit } from './respond.ts';
export { attempt, type Setup } from './session.ts';
export {
  type RunOptions,
  type RunResult,
  runEach,
  runSuite,
  runVariant,
  type SuiteOptions,
  type SuiteResult,
} from './suite.ts';
export { PATIENCE, patient, speedOf, type Times } from './times.ts';
export {
  afterRetry,
  type CaseResult,
  failing,
  type VariantResult,
  type Verdict,
  verdictOf,
  verdicts,
  worst,
} from './verdict.ts';
