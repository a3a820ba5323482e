/**
 * Extensions small enough to check by hand (RFC 6455 §9). Their offers have no parameters; a message
 * that is sent with `compress: false` is left alone.
 *
 * @module
 */

import type { Extension, ExtensionSession, MessageTransform } from 'sansocket/extensions';

/**
 * Puts one byte in front of each message, and takes it away: two of them show their order.
 *
 * @param reservedBits - As in byte 0: 0x40, 0x20 or 0x10.
 * @param onClose - Called when a session ends.
 */
export function tagging(
  name: string,
  reservedBits: number,
  tag: number,
  onClose: () => void = () => {},
): Extension {
  return extensionOf(name, () => ({
    reservedBits,
    encoder: tagAdder(tag),
    decoder: tagTaker(tag, reservedBits),
    close: onClose,
  }));
}

/** Sends each byte as a pair, how often it stands there and the byte; sets RSV1. */
export function runLengths(): Extension {
  return extensionOf('run-lengths', () => ({
    reservedBits: 0x40,
    encoder: {
      begin: ({ compress = true }) => compress,
      push: (bytes) => ({
        kind: 'bytes',
        bytes: Uint8Array.from([...bytes].flatMap((b) => [1, b])),
      }),
    },
    decoder: runDecoder(),
  }));
}

/** Puts a byte in front of messages whose first piece has three bytes or more; sets RSV1. */
export function onlyLong(): Extension {
  return extensionOf('only-long', () => {
    let isFirst = true;
    return {
      reservedBits: 0x40,
      encoder: {
        begin: () => (isFirst = true),
        push: (bytes) => {
          if (isFirst && bytes.length < 3) return { kind: 'unchanged' };
          const tagged = isFirst ? Uint8Array.of(0xfc, ...bytes) : bytes;
          isFirst = false;
          return { kind: 'bytes', bytes: tagged };
        },
      },
    };
  });
}

/** Keeps what it is given to send until the message ends; sets RSV1. */
export function collecting(): Extension {
  return extensionOf('collecting', () => {
    let kept: readonly number[] = [];
    return {
      reservedBits: 0x40,
      encoder: {
        begin: () => {
          kept = [];
          return true;
        },
        push: (bytes, fin) => {
          kept = [...kept, ...bytes];
          return { kind: 'bytes', bytes: Uint8Array.from(fin ? kept : []) };
        },
      },
    };
  });
}

function extensionOf(name: string, session: () => ExtensionSession): Extension {
  return {
    name,
    offers: () => [[]],
    accept: () => ({ parameters: [], session: session() }),
    activate: session,
  };
}

function tagAdder(tag: number): MessageTransform {
  let isFirst = false;
  return {
    begin: ({ compress = true }) => {
      isFirst = compress;
      return compress;
    },
    push: (bytes) => {
      const tagged = isFirst ? Uint8Array.of(tag, ...bytes) : bytes;
      isFirst = false;
      return { kind: 'bytes', bytes: tagged };
    },
  };
}

function tagTaker(tag: number, bits: number): MessageTransform {
  let isFirst = false;
  return {
    begin: ({ reservedBits }) => {
      isFirst = (reservedBits & bits) === bits;
      return isFirst;
    },
    push: (bytes) => {
      if (!isFirst || bytes.length === 0) return { kind: 'bytes', bytes };
      isFirst = false;
      if (bytes[0] !== tag) return { kind: 'illegal', detail: 'Message has another tag' };
      return { kind: 'bytes', bytes: bytes.slice(1) };
    },
  };
}

function runDecoder(): MessageTransform {
  let count: number | undefined;
  return {
    begin: ({ reservedBits }) => {
      count = undefined;
      return (reservedBits & 0x40) !== 0;
    },
    push: (bytes, _fin, budget) => {
      const out: number[] = [];
      for (const byte of bytes) {
        if (count === undefined) count = byte;
        else {
          if (out.length + count > budget) return { kind: 'too-long' };
          for (; count > 0; count--) out.push(byte);
          count = undefined;
        }
      }
      return { kind: 'bytes', bytes: Uint8Array.from(out) };
    },
  };
}
