/**
 * Two extensions that own RSV2 and RSV3 and change some messages, together or alone: the one that stands first in the
 * answer changes a message first, and is the last to be undone (RFC 6455 §9.1).
 *
 * @module
 */

import type {
  Extension,
  ExtensionSession,
  MessageEncoder,
  MessageTransform,
} from 'sansocket/extensions';

const RSV2 = 0b0010_0000;
const RSV3 = 0b0001_0000;

const MARK = 0x2a;

/** To be offered in this order. */
export function bitExtensions(): readonly Extension[] {
  return [
    named('x-count', () => ({
      reservedBits: RSV2,
      encoder: sparing(counting(({ compress }) => compress !== false)),
      decoder: counting(({ reservedBits }) => (reservedBits & RSV2) !== 0),
    })),
    named('x-mark', () => ({ reservedBits: RSV3, encoder: marking(), decoder: unmarking() })),
  ];
}

function named(name: string, session: () => ExtensionSession): Extension {
  return {
    name,
    offers: () => [[]],
    accept: () => ({ parameters: [], session: session() }),
    activate: session,
  };
}

/** Changes each byte by its position, so that a mark before the message would show. */
function counting(begin: MessageTransform['begin']): MessageTransform {
  let count = 0;
  return {
    begin(head) {
      count = 0;
      return begin(head);
    },
    push: (bytes) => ({ kind: 'bytes', bytes: bytes.map((byte) => byte ^ (++count & 0xff)) }),
  };
}

/** The same, but every third whole message stays as it is. */
function sparing(other: MessageTransform): MessageEncoder {
  let isFirst = true;
  return {
    begin(head) {
      isFirst = true;
      return other.begin(head);
    },
    push(bytes, fin, budget) {
      if (isFirst && fin && bytes.length % 3 === 0) return { kind: 'unchanged' };
      isFirst = false;
      return other.push(bytes, fin, budget);
    },
    takeBack() {},
  };
}

/** Puts the mark in front of a message of even length, and of one that is sent in parts. */
function marking(): MessageEncoder {
  let isFirst = true;
  return {
    begin({ length = 0 }) {
      isFirst = true;
      return length % 2 === 0;
    },
    push(bytes) {
      const marked = isFirst ? Uint8Array.of(MARK, ...bytes) : bytes.slice();
      isFirst = false;
      return { kind: 'bytes', bytes: marked };
    },
    takeBack() {},
  };
}

/** Takes it away. */
function unmarking(): MessageTransform {
  let isFirst = true;
  return {
    begin({ reservedBits }) {
      isFirst = true;
      return (reservedBits & RSV3) !== 0;
    },
    push(bytes) {
      if (!isFirst || bytes.length === 0) return { kind: 'bytes', bytes: bytes.slice() };
      isFirst = false;
      return bytes[0] === MARK
        ? { kind: 'bytes', bytes: bytes.slice(1) }
        : { kind: 'illegal', detail: 'The mark is missing' };
    },
  };
}
