/**
 * The versions of the protocol before RFC 6455: Hixie-75, Hixie-76 (hybi-00), HyBi-7 and HyBi-8, for the
 * options `versions` of a server and `version` of a client.
 *
 * Off unless asked for: the oldest prove little about the peer (`docs/explanation/older-handshakes.md`).
 *
 * @module
 */
export { type LegacyViolationId, legacyViolations } from '../violations/index.ts';
export { answerOf, type KeyReading, readChallengeKey } from './challenge.ts';
export { hixie75 } from './hixie-75.ts';
export { type Hixie76Leniency, hixie76, lenientHixie76 } from './hixie-76.ts';
export {
  HixieFrameDecoder,
  type HixieFrameDecoderOptions,
  type HixieStep,
} from './hixie-frame-decoder.ts';
export { hybi7, hybi8 } from './hybi.ts';
export { type OlderVersion, retryWith, versionsOf } from './older-version.ts';
export { olderVersions } from './older-versions.ts';
export { type Feature, UnsupportedError } from './unsupported-error.ts';
