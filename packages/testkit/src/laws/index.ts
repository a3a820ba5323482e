/** The laws of a WebSocket implementation, as properties. @module */
export { agreementLaw } from './agreement-law.ts';
export { atomicLaw } from './atomic-law.ts';
export { backpressureLaw } from './backpressure-law.ts';
export { boundedLaw } from './bounded-law.ts';
export { type CheckOptions, checkLaws } from './check-laws.ts';
export { chunkingLaw } from './chunking-law.ts';
export type { Disagreement } from './disagreement.ts';
export { earliestFailureLaw } from './earliest-failure-law.ts';
export { frameLevelSubject } from './frame-level-subject.ts';
export type { LabelTally, Note } from './label-tally.ts';
export type { Law, LawCase, LawName, LawOptions } from './law.ts';
export { laws } from './laws.ts';
export {
  describeDisagreement,
  describeLabels,
  type LabelRow,
  type LawRow,
  type LawsReport,
} from './laws-report.ts';
export { limitsLaw } from './limits-law.ts';
export { maskingLaw } from './masking-law.ts';
export { type EngineMemory, engineMeter, type Meter } from './meter.ts';
export { movedSubject } from './moved-subject.ts';
export { oracleLaw } from './oracle-law.ts';
export { replayLaw } from './replay-law.ts';
export { roundTripLaw } from './round-trip-law.ts';
export { type SansocketOptions, sansocketSubject } from './sansocket-subject.ts';
export { schedulingLaw } from './scheduling-law.ts';
export { sharingLaw } from './sharing-law.ts';
export { snapshotLaw } from './snapshot-law.ts';
export type {
  MakeSubject,
  Neighbours,
  NeighboursWanted,
  Poll,
  Subject,
  SubjectLimits,
  SubjectOutput,
  SubjectRequest,
  SubjectStatus,
  SubjectTimeouts,
} from './subject.ts';
export type {
  SubjectEvent,
  SubjectMessage,
  SubjectOpen,
  SubjectViolation,
} from './subject-event.ts';
export { timeLaw } from './time-law.ts';
export { totalLaw } from './total-law.ts';
export { type StreamRules, validCompletion } from './valid-completion.ts';
