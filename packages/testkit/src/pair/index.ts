/** Two machines joined by a wire in memory, on virtual time. @module */
export { type AgreementPlan, agreementPlan } from './agreement-plan.ts';
export { agreementProperty, replayProperty } from './agreement-property.ts';
export { type AgreementOptions, checkAgreement, checkReplay } from './check-agreement.ts';
export { ConnectionPair, createEnd, type PairOptions } from './connection-pair.ts';
export { type EndState, EndStates, type Move } from './end-states.ts';
export { findDisagreements } from './find-disagreements.ts';
export { Link, type Tail } from './link.ts';
export { type Outcome, outcomeOf } from './outcome.ts';
export {
  type EndInput,
  type HistoryItem,
  PairEnd,
  type Reaction,
  type SentMessage,
  type TransportInput,
} from './pair-end.ts';
export type {
  ApplicationCall,
  ApplicationStep,
  PairStep,
  TimeStep,
  WireStep,
} from './step.ts';
export { walk } from './walk.ts';
export {
  describeWalk,
  type WalkFailure,
  type WalkOptions,
  type WalkReport,
} from './walk-report.ts';
export type { WalkAlphabet } from './walk-steps.ts';
