/**
 * The reference model: WebSocket once more, slow and obvious, sharing nothing with core (RFC 6455).
 *
 * Every function takes all bytes so far and returns the whole result again: call it after each byte and compare, or
 * once. `ModelEnd` receives frames and the time, and runs in parallel with the implementation under test.
 *
 * @module
 */

export { expectedAccept } from './accept-value.ts';
export { challengeAnswer } from './challenge.ts';
export { type CloseBody, closeBodyFault, isCloseCode, type PayloadFault } from './close-body.ts';
export type { ModelTimeout, ModelTimeouts } from './deadlines.ts';
export { isLegalAnswer, isLegalOffer, ownDeflate, peerDeflate } from './deflate-parameters.ts';
export {
  closeBody,
  type EndSetup,
  type ModelArrival,
  type ModelCause,
  ModelEnd,
  type ModelTold,
} from './end.ts';
export { extensionsIn, type ModelExtension, type ModelParameter } from './extension-list.ts';
export { type HeaderReading, type ModelHeader, readHeader } from './frame-header.ts';
export type { HeadLimits } from './head.ts';
export {
  type HixieEvent,
  type HixieJudgement,
  type HixieRule,
  type HixieSetup,
  judgeHixieFrames,
} from './hixie-frames.ts';
export { type InflateOptions, type Inflation, inflate, type ModelBlock } from './inflate.ts';
export { judgeFrames } from './judge-frames.ts';
export {
  judgeRequest,
  type ModelRequest,
  type RequestJudgement,
  type RequestSetup,
} from './judge-request.ts';
export { judgeResponse, type ResponseJudgement, type ResponseSetup } from './judge-response.ts';
export {
  type ClientSetup,
  judgeSession,
  type ServerSetup,
  type SessionJudgement,
  type SessionSetup,
} from './judge-session.ts';
export type { DueFrame, FrameJudgement, ModelClosing, ModelEvent } from './judgement.ts';
export type { ModelKind, ModelMessage } from './message.ts';
export {
  judgeOlderRequest,
  type OlderRequestJudgement,
  type OlderRequestRule,
} from './older-request.ts';
export {
  type HixieAsked,
  type HixieResponseJudgement,
  type HixieResponseRule,
  hixieAsked,
  judgeHixieResponse,
} from './older-response.ts';
export type { HixieName, OlderName } from './older-versions.ts';
export type { ModelFrame, ModelHead, ModelOutputs } from './output.ts';
export { readFrames } from './read-frames.ts';
export type { FrameRule, HandshakeRule, ModelViolation } from './rule.ts';
export type { FrameSetup, ModelDeflate, ModelLimits, ModelRole } from './setup.ts';
export { impossibleByte } from './utf8.ts';
