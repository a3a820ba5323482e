/**
 * Property tests of a WebSocket implementation (RFC 6455): the exports that most tests use. Each part has a separate
 * entry with all of its exports, such as `@sansocket/testkit/arbitraries`.
 *
 * @module
 */

export {
  chunked,
  chunking,
  cutIntoChunks,
  type HostileSession,
  handshakeRequest,
  handshakeResponse,
  hostileBytes,
  hostileSession,
  type Message,
  message,
  requestDefect,
  responseBytes,
  responseDefect,
  type Seen,
  type Session,
  session,
  sessionBytes,
  sessionFrames,
} from './arbitraries/index.ts';
export { checkLaws, laws, type Subject, sansocketSubject } from './laws/index.ts';
export { judgeSession } from './model/index.ts';
export { ConnectionPair } from './pair/index.ts';
export { formatLog, parseLog, Recorder, replay } from './record/index.ts';
export { transportContract } from './transport-contract/index.ts';
export { vectorFiles } from './vectors/index.ts';
export { landmarksOf, serializeFrame, serializeFrames, serializeHead } from './wire/index.ts';
