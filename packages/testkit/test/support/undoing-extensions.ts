/**
 * Two extensions of which the second undoes what the first does: on the wire messages are what they are without, as
 * long as each end passes them in its order (RFC 6455 §9.1).
 *
 * @module
 */

import type { Extension, ExtensionSession, MessageTransform } from 'sansocket/extensions';

const MARK = 0x2a;

/** To be offered in this order. */
export function undoingExtensions(): readonly Extension[] {
  return [
    named('x-mark', () => ({ reservedBits: 0, encoder: marking(), decoder: unmarking() })),
    named('x-unmark', () => ({ reservedBits: 0, encoder: unmarking(), decoder: marking() })),
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

/** Puts the mark in front of a message. */
function marking(): MessageTransform {
  let isFirst = true;
  return {
    begin() {
      isFirst = true;
      return true;
    },
    push(bytes) {
      const marked = isFirst ? Uint8Array.of(MARK, ...bytes) : bytes;
      isFirst = false;
      return { kind: 'bytes', bytes: marked };
    },
  };
}

/** Takes it away. */
function unmarking(): MessageTransform {
  let isFirst = true;
  return {
    begin() {
      isFirst = true;
      return true;
    },
    push(bytes) {
      if (!isFirst) return { kind: 'bytes', bytes };
      isFirst = false;
      return bytes[0] === MARK
        ? { kind: 'bytes', bytes: bytes.subarray(1) }
        : { kind: 'illegal', detail: 'The mark is missing' };
    },
  };
}
