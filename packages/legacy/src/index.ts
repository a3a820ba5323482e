/**
 * The versions of the protocol before RFC 6455: Hixie-75, Hixie-76 (hybi-00), HyBi-7 and HyBi-8, for the
 * options `versions` of a server and `version` of a client.
 *
 * They are off by default, since the oldest of them prove little about the peer
 * (`docs/explanation/older-handshakes.md`).
 *
 * @module
 */
export { answerOf, type KeyReading, readChallengeKey } from './challenge.ts';
export { hixie75 } from './hixie-75.ts';
export { type Hixie76Leniency, hixie76, lenientHixie76 } from './hixie-76.ts';
export {
  HixieFrameDecoder,
  type HixieFrameDecoderOptions,
  type HixieStep,
} from './hixie-frame-decoder.ts';
export { hybi7, hybi8 } from './hybi.ts';
export {
  type LegacyViolation,
  type LegacyViolationId,
  legacyViolations,
} from './legacy-violations.ts';
export { olderVersions } from './older-versions.ts';
export { retryWith } from './retry-with.ts';
export { type Feature, UnsupportedError } from './unsupported-error.ts';
