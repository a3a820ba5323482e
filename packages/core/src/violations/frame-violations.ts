/**
 * The rules of frames, messages and the closing handshake that a peer can break
 * (RFC 6455 §5, §7, §8, §10.4).
 *
 * @module
 */

export const frameViolations = {
  'reserved-bit-set': {
    closeCode: 1002,
    section: 'RFC 6455 §5.2',
  },
  'opcode-reserved': {
    closeCode: 1002,
    section: 'RFC 6455 §5.2',
  },
  'control-frame-fragmented': {
    closeCode: 1002,
    section: 'RFC 6455 §5.5',
  },
  'continuation-without-message': {
    closeCode: 1002,
    section: 'RFC 6455 §5.4',
  },
  'message-interleaved': {
    closeCode: 1002,
    section: 'RFC 6455 §5.4',
  },
  'frame-not-masked': {
    closeCode: 1002,
    section: 'RFC 6455 §5.1',
  },
  'frame-masked': {
    closeCode: 1002,
    section: 'RFC 6455 §5.1',
  },
  'control-frame-too-long': {
    closeCode: 1002,
    section: 'RFC 6455 §5.5',
  },
  'length-not-minimal': {
    closeCode: 1002,
    section: 'RFC 6455 §5.2',
  },
  'length-over-63-bits': {
    closeCode: 1002,
    section: 'RFC 6455 §5.2',
  },
  'frame-too-long': {
    closeCode: 1009,
    section: 'RFC 6455 §10.4',
  },
  'message-too-long': {
    closeCode: 1009,
    section: 'RFC 6455 §10.4',
  },
  'too-many-empty-fragments': {
    closeCode: 1008,
    section: 'RFC 6455 §10.4',
  },
  'text-not-utf8': {
    closeCode: 1007,
    section: 'RFC 6455 §8.1',
  },
  'extension-data-invalid': {
    closeCode: 1007,
    section: 'RFC 6455 §9',
  },
  'close-payload-too-short': {
    closeCode: 1002,
    section: 'RFC 6455 §5.5.1',
  },
  'close-code-invalid': {
    closeCode: 1002,
    section: 'RFC 6455 §7.4',
  },
  'close-reason-not-utf8': {
    closeCode: 1007,
    section: 'RFC 6455 §5.5.1',
  },
} as const;

/** A sentence for each rule, for people; a connection does not load these sentences. */
export const frameSentences: Readonly<Record<keyof typeof frameViolations, string>> = {
  'reserved-bit-set': 'A reserved bit is 0 unless a negotiated extension defines it for this frame',
  'opcode-reserved': 'The opcode is 0, 1, 2, 8, 9 or 10',
  'control-frame-fragmented': 'A control frame has its FIN bit set',
  'continuation-without-message': 'A continuation frame continues a message that has begun',
  'message-interleaved': 'The fragments of one message come before those of the next',
  'frame-not-masked': 'A client masks every frame',
  'frame-masked': 'A server masks no frame',
  'control-frame-too-long': 'The payload of a control frame has at most 125 bytes',
  'length-not-minimal': 'The payload length takes the shortest of its three forms',
  'length-over-63-bits': 'The most significant bit of a 64-bit payload length is 0',
  'frame-too-long': 'The payload of a frame is no longer than the limit maxFrameBytes',
  'message-too-long':
    'A message is no longer than the limit maxMessageBytes, as sent and as delivered',
  'too-many-empty-fragments':
    'No more than maxEmptyFragments fragments without payload follow one another',
  'text-not-utf8': 'A text message is UTF-8',
  'extension-data-invalid': 'The payload is what the negotiated extension defines',
  'close-payload-too-short':
    'The payload of a Close frame is empty or has at least the two bytes of a close code',
  'close-code-invalid': 'A close code is one that may stand in a Close frame',
  'close-reason-not-utf8': 'The reason in a Close frame is UTF-8',
};
