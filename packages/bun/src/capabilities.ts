/**
 * The capabilities that are faster in Bun than portable code.
 *
 * @module
 */

import { Buffer, isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Capabilities } from 'sansocket';
import { createWasmMasker, type Masker, maskInPlace } from 'sansocket/masking';

type Slice = (this: Uint8Array, start: number, end: number) => string;

/** The methods behind `toString` and `write`: they work on any byte array, without a view of the part. */
const { latin1Slice, utf8Slice, utf8Write } = Buffer.prototype as unknown as {
  readonly latin1Slice: Slice;
  readonly utf8Slice: Slice;
  readonly utf8Write: (this: Uint8Array, text: string, at: number, most: number) => number;
};

/** Up to this length, in bytes, the loop of portable code is faster than WebAssembly. */
const SHORT_PAYLOAD = 8192;

/** Up to this length, in bytes, an array filled with zeros is made faster than one that is not. */
const SHORT_ARRAY = 4096;

const PAGE = 4096;

/** The distance from the start of a page, in bytes, that counts as near it. */
const NEAR = 64;

/**
 * From the first length to the second, in bytes, a text near the start of a page is moved first; Bun copies longer
 * texts in another way.
 */
const LONG_TEXT = 8192;
const LONGEST_TEXT = 65_536;

/** The capabilities of all connections of `serve` and `connect`: always the same object. */
export function bunCapabilities(): Capabilities {
  return capabilities;
}

function create(): Capabilities {
  return {
    mask: masker(),
    decodeText: textDecoding(),
    decodeAscii: (bytes, start, end) => latin1Slice.call(bytes, start, end),
    encodeText: (text, target, position) => utf8Write.call(target, text, position, 3 * text.length),
    allocate,
    sha1: (text) => hash('sha1', text, 'base64'),
  };
}

function masker(): Masker | undefined {
  const long = createWasmMasker();
  return (
    long &&
    ((bytes, start, end, word) => {
      if (end - start > SHORT_PAYLOAD) long(bytes, start, end, word);
      else maskInPlace(bytes, start, end, word, 0);
    })
  );
}

/** U+FFFD in the result stands for invalid UTF-8, or for itself. */
function textDecoding(): (bytes: Uint8Array, start: number, end: number) => string | undefined {
  const slice = movedSlice();
  return (bytes, start, end) => {
    const text = slice(bytes, start, end);
    return text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end)) ? undefined : text;
  };
}

/**
 * The letters of a string begin just after the start of a page, and so does a payload after its header. Some processors
 * copy several times as slowly if source and target have nearly the same offset in their pages: then moving the text
 * first saves more than it costs.
 */
function movedSlice(): (bytes: Uint8Array, start: number, end: number) => string {
  let room: Uint8Array | undefined;
  return (bytes, start, end) => {
    const length = end - start;
    const isNear = ((bytes.byteOffset + start) & (PAGE - 1)) < NEAR;
    if (!isNear || length < LONG_TEXT || length > LONGEST_TEXT) {
      return utf8Slice.call(bytes, start, end);
    }
    room ??= new Uint8Array(NEAR + LONGEST_TEXT);
    room.set(bytes.subarray(start, end), NEAR);
    return utf8Slice.call(room, NEAR, NEAR + length);
  };
}

function allocate(bytes: number): Uint8Array {
  if (bytes <= SHORT_ARRAY) return new Uint8Array(bytes);
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}

/** Its masker takes some KiB of memory. */
const capabilities: Capabilities = /* @__PURE__ */ create();
