/**
 * The rules that a peer can break, by the names that a connection reports, with the answer to each: the close code (RFC
 * 6455 §7.4) and, in the opening handshake, the HTTP status.
 *
 * @module
 */

/** Rules of frames and messages, and the code of the Close frame that answers a breach. */
const closeCodes = {
  'reserved-bit-set': 1002,
  'opcode-reserved': 1002,
  'control-frame-fragmented': 1002,
  'continuation-without-message': 1002,
  'message-interleaved': 1002,
  'frame-not-masked': 1002,
  'frame-masked': 1002,
  'control-frame-too-long': 1002,
  'length-not-minimal': 1002,
  'length-over-63-bits': 1002,
  'frame-too-long': 1009,
  'message-too-long': 1009,
  'too-many-empty-fragments': 1008,
  'text-not-utf8': 1007,
  'extension-data-invalid': 1007,
  'close-payload-too-short': 1002,
  'close-code-invalid': 1002,
  'close-reason-not-utf8': 1007,
} as const;

/** Rules of a request, and the status that refuses it. */
const statuses = {
  'head-line-feed-without-carriage-return': 400,
  'head-carriage-return-without-line-feed': 400,
  'request-line-malformed': 400,
  'field-line-folded': 400,
  'field-name-malformed': 400,
  'field-name-before-space': 400,
  'field-value-with-control': 400,
  'request-line-too-long': 414,
  'head-line-too-long': 431,
  'head-too-long': 431,
  'too-many-fields': 431,
  'http-version-unsupported': 505,
  'method-not-get': 405,
  'target-malformed': 400,
  'field-repeated': 400,
  'host-malformed': 400,
  'request-with-body': 400,
  'expectation-unsupported': 417,
  'upgrade-not-websocket': 426,
  'connection-not-upgrade': 400,
  'version-unsupported': 426,
  'key-malformed': 400,
  'subprotocols-malformed': 400,
  'extensions-malformed': 400,
  'too-many-offers': 431,
  'host-not-allowed': 421,
  'origin-not-allowed': 403,
} as const;

/** Rules that only a response can break, besides those of any head: the client gives no answer. */
export type ResponseRule =
  | 'status-line-malformed'
  | 'answer-upgrade-not-websocket'
  | 'answer-connection-not-upgrade'
  | 'accept-value-wrong'
  | 'subprotocol-not-offered'
  | 'subprotocol-missing'
  | 'extension-not-offered'
  | 'extension-repeated'
  | 'extension-answer-illegal';

/** A rule of frames and messages (RFC 6455 §5 to §8). */
export type FrameRule = keyof typeof closeCodes;

/** A rule of the opening handshake (RFC 6455 §4). */
export type HandshakeRule = keyof typeof statuses | ResponseRule;

/** The first fault of the bytes that came. */
export interface ModelViolation {
  readonly rule: FrameRule | HandshakeRule;
  /** The code of the Close frame that answers it; 1006 in the opening handshake, which has no Close frame. */
  readonly closeCode: number;
  /** The status of the HTTP response that answers it: if a server judges a request. */
  readonly status?: number;
  /**
   * Position of the first byte after which nothing valid can follow. Two exceptions, which no single byte causes: byte
   * 0 of a frame for a fault in its decompressed payload, the last byte of a head for the meaning of its fields
   * together.
   */
  readonly offset: number;
}

/** A breach by a frame or a message. */
export function frameViolation(rule: FrameRule, offset: number): ModelViolation {
  return { rule, closeCode: closeCodes[rule], offset };
}

/** A breach by a request, which a server refuses: none of the rules of responses. */
export function requestViolation(rule: HandshakeRule, offset: number): ModelViolation {
  return { rule, closeCode: 1006, status: statuses[rule as keyof typeof statuses], offset };
}

/** A breach by a response. */
export function responseViolation(rule: HandshakeRule, offset: number): ModelViolation {
  return { rule, closeCode: 1006, offset };
}
