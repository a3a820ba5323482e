/**
 * The rules that only the versions before RFC 6455 have. They are not part of core's `violations`: a program that does
 * not serve those versions does not load them.
 *
 * @module
 */

import type { Violation } from 'sansocket/violations';

/** Each rule: the close code of its event, the status that a server answers with, and the section that states it. */
export const legacyViolations = {
  // The rules of requests, which the server checks.
  'origin-missing': {
    closeCode: 1006,
    status: 400,
    section: 'hybi-00 §5.2',
    sentence: 'The request has an Origin field: the answer repeats it',
  },
  'challenge-key-missing': {
    closeCode: 1006,
    status: 400,
    section: 'hybi-00 §5.2',
    sentence: 'Sec-WebSocket-Key1 and Sec-WebSocket-Key2 are both present, once each',
  },
  'challenge-key-without-number': {
    closeCode: 1006,
    status: 400,
    section: 'hybi-00 §5.2',
    sentence: 'A key has digits, and their number is at most 4 294 967 295',
  },
  'challenge-key-without-spaces': {
    closeCode: 1006,
    status: 400,
    section: 'hybi-00 §5.2',
    sentence: 'A key has spaces',
  },
  'challenge-key-not-multiple': {
    closeCode: 1006,
    status: 400,
    section: 'hybi-00 §5.2',
    sentence: 'The number in a key is a multiple of the number of its spaces',
  },
  'subprotocol-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'hybi-00 §4.1',
    sentence: 'The one subprotocol has characters from U+0020 to U+007E',
  },

  // The rules of responses, which the client checks.
  'answer-status-line-wrong': {
    closeCode: 1006,
    section: 'hixie-75 §4.1',
    sentence: 'The status line is HTTP/1.1 101 Web Socket Protocol Handshake',
  },
  'answer-upgrade-not-first': {
    closeCode: 1006,
    section: 'hixie-75 §4.1',
    sentence: 'The first two fields are Upgrade: WebSocket and Connection: Upgrade, so spelled',
  },
  'answer-upgrade-wrong': {
    closeCode: 1006,
    section: 'hybi-00 §4.1',
    sentence: 'The Upgrade field is WebSocket, so spelled, and the Connection field is Upgrade',
  },
  'answer-origin-wrong': {
    closeCode: 1006,
    section: 'hybi-00 §4.1',
    sentence: 'The answer names the origin of the request',
  },
  'answer-location-wrong': {
    closeCode: 1006,
    section: 'hybi-00 §4.1',
    sentence: 'The answer names the URL that the client asked for',
  },
  'answer-subprotocol-wrong': {
    closeCode: 1006,
    section: 'hybi-00 §4.1',
    sentence: 'The answer names the subprotocol that the client asked for, and none unasked',
  },
  'challenge-answer-wrong': {
    closeCode: 1006,
    section: 'hybi-00 §4.1',
    sentence:
      'Behind the head comes the MD5 of both numbers and the last eight bytes of the request',
  },

  // The rules of frames. No close code is sent, since these versions do not have close codes.
  'delimited-frame-too-long': {
    closeCode: 1006,
    section: 'hybi-00 §4.2',
    sentence:
      'A frame has no more bytes up to its end than the limits maxFrameBytes and maxMessageBytes',
  },
  'counted-frame-too-long': {
    closeCode: 1006,
    section: 'hybi-00 §4.2',
    sentence: 'The length of a frame is no more than the limit maxFrameBytes',
  },
  'frame-length-too-long': {
    closeCode: 1006,
    section: 'hybi-00 §4.2',
    sentence: 'The length of a frame takes at most 10 bytes',
  },
} as const;

/** A rule of a version before RFC 6455. */
export type LegacyViolationId = keyof typeof legacyViolations;

/** A violation of such a rule; its `row` is always present. */
export type LegacyViolation = Violation<LegacyViolationId>;
