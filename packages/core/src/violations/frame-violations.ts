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
    sentence: 'A reserved bit is 0 unless a negotiated extension defines it for this frame',
  },
  'opcode-reserved': {
    closeCode: 1002,
    section: 'RFC 6455 §5.2',
    sentence: 'The opcode is 0, 1, 2, 8, 9 or 10',
  },
  'control-frame-fragmented': {
    closeCode: 1002,
    section: 'RFC 6455 §5.5',
    sentence: 'A control frame has its FIN bit set',
  },
  'continuation-without-message': {
    closeCode: 1002,
    section: 'RFC 6455 §5.4',
    sentence: 'A continuation frame continues a message that has begun',
  },
  'message-interleaved': {
    closeCode: 1002,
    section: 'RFC 6455 §5.4',
    sentence: 'The fragments of one message come before those of the next',
  },
  'frame-not-masked': {
    closeCode: 1002,
    section: 'RFC 6455 §5.1',
    sentence: 'A client masks every frame',
  },
  'frame-masked': {
    closeCode: 1002,
    section: 'RFC 6455 §5.1',
    sentence: 'A server masks no frame',
  },
  'control-frame-too-long': {
    closeCode: 1002,
    section: 'RFC 6455 §5.5',
    sentence: 'The payload of a control frame has at most 125 bytes',
  },
  'length-not-minimal': {
    closeCode: 1002,
    section: 'RFC 6455 §5.2',
    sentence: 'The payload length takes the shortest of its three forms',
  },
  'length-over-63-bits': {
    closeCode: 1002,
    section: 'RFC 6455 §5.2',
    sentence: 'The most significant bit of a 64-bit payload length is 0',
  },
  'frame-too-long': {
    closeCode: 1009,
    section: 'RFC 6455 §10.4',
    sentence: 'The payload of a frame is no longer than the limit maxFrameBytes',
  },
  'message-too-long': {
    closeCode: 1009,
    section: 'RFC 6455 §10.4',
    sentence: 'A message is no longer than the limit maxMessageBytes, as sent and as delivered',
  },
  'too-many-empty-fragments': {
    closeCode: 1008,
    section: 'RFC 6455 §10.4',
    sentence: 'No more than maxEmptyFragments fragments without payload follow one another',
  },
  'text-not-utf8': {
    closeCode: 1007,
    section: 'RFC 6455 §8.1',
    sentence: 'A text message is UTF-8',
  },
  'extension-data-invalid': {
    closeCode: 1007,
    section: 'RFC 6455 §9',
    sentence: 'The payload is what the negotiated extension defines',
  },
  'close-payload-too-short': {
    closeCode: 1002,
    section: 'RFC 6455 §5.5.1',
    sentence: 'The payload of a Close frame is empty or has at least the two bytes of a close code',
  },
  'close-code-invalid': {
    closeCode: 1002,
    section: 'RFC 6455 §7.4',
    sentence: 'A close code is one that may stand in a Close frame',
  },
  'close-reason-not-utf8': {
    closeCode: 1007,
    section: 'RFC 6455 §5.5.1',
    sentence: 'The reason in a Close frame is UTF-8',
  },
} as const;
