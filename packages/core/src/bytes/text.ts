/**
 * Strings to bytes and back: UTF-8 (RFC 3629) and Latin-1, with the coders of the engine if it has them.
 *
 * @module
 */

import { textDecoder, textEncoder } from './engine.ts';
import { viewOf } from './plain-bytes.ts';
import { Utf8Validator } from './utf8-validator.ts';

/** Up to this length, in bytes or UTF-16 units, a loop over the letters is faster than a call into the engine. */
export const SHORT_TEXT = 24;

/** `String.fromCharCode` takes its arguments from the stack: a block of this many units does not overflow it. */
const BLOCK = 4096;

/**
 * Decodes bytes that are known to be UTF-8. A byte order mark stays.
 *
 * @param bytes - Not changed, not kept.
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  if (textDecoder === undefined) return decodeUtf8Portably(bytes, start, end);
  return textDecoder.decode(
    start === 0 && end === bytes.length ? bytes : viewOf(bytes, start, end),
  );
}

/** Decodes `bytes[start, end)`, a whole text. Returns `undefined` if it is not UTF-8. */
export type DecodeText = (bytes: Uint8Array, start: number, end: number) => string | undefined;

/** Decodes `bytes[start, end)`, which are ASCII. */
export type DecodeAscii = (bytes: Uint8Array, start: number, end: number) => string;

/**
 * Decodes a whole text.
 *
 * @param decode - Decodes texts longer than `SHORT_TEXT`. Default: the engine's decoder.
 * @returns The text; `undefined` if the bytes are not UTF-8.
 */
export function decodeStrictUtf8(
  bytes: Uint8Array,
  start: number,
  end: number,
  decode?: DecodeText,
): string | undefined {
  if (decode !== undefined && end - start > SHORT_TEXT) return decode(bytes, start, end);
  if (textDecoder === undefined) {
    const validator = new Utf8Validator();
    if (validator.push(bytes, start, end, 0) !== -1) return undefined;
  }
  try {
    return decodeUtf8(bytes, start, end);
  } catch {
    return undefined;
  }
}

/** Decodes each byte to the code point of the same number. */
export function decodeLatin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = '';
  for (let i = start; i < end; i += BLOCK) {
    text += fromCharCodes(bytes.subarray(i, Math.min(i + BLOCK, end)));
  }
  return text;
}

/** Encodes a string; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  if (textEncoder !== undefined) return textEncoder.encode(text);
  const bytes = new Uint8Array(3 * text.length);
  return bytes.slice(0, encodeUtf8Portably(text, bytes, 0));
}

/**
 * Encodes a string into `target` from `position` on, which has room for three bytes for each UTF-16 unit; a lone
 * surrogate becomes U+FFFD. Returns the number of bytes written.
 */
export type EncodeText = (text: string, target: Uint8Array, position: number) => number;

/**
 * Encodes a string into `target` at `position`; a lone surrogate becomes U+FFFD.
 *
 * @param most - Bytes free from `position` on. Default: three for each UTF-16 unit, which is always enough.
 * @param encode - Encodes texts longer than `SHORT_TEXT` if `most` is at least three bytes for each UTF-16 unit.
 *   Default: the engine's encoder.
 * @returns The number of bytes written; -1 if the text needs more room.
 */
export function encodeUtf8Into(
  text: string,
  target: Uint8Array,
  position: number,
  most: number = 3 * text.length,
  encode?: EncodeText,
): number {
  const { length } = text;
  if (encode !== undefined && length > SHORT_TEXT && most >= 3 * length) {
    return encode(text, target, position);
  }
  if (textEncoder !== undefined && length > SHORT_TEXT) {
    const { read, written } = textEncoder.encodeInto(
      text,
      viewOf(target, position, position + most),
    );
    return read === length ? written : -1;
  }
  return most >= 3 * length ? encodeUtf8Portably(text, target, position) : -1;
}

/** Uses `apply`, since spreading arguments goes through an iterator. */
function fromCharCodes(units: ArrayLike<number>): string {
  return String.fromCharCode.apply(null, units as number[]);
}

function decodeUtf8Portably(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let units: number[] = [];
  for (let i = start; i < end; ) {
    const byte = bytes[i++]!;
    let codePoint = byte;
    let tail = 0;
    if (byte >= 0xf0) [codePoint, tail] = [byte & 0x07, 3];
    else if (byte >= 0xe0) [codePoint, tail] = [byte & 0x0f, 2];
    else if (byte >= 0x80) [codePoint, tail] = [byte & 0x1f, 1];
    for (; tail > 0; tail--) codePoint = (codePoint << 6) | (bytes[i++]! & 0x3f);
    if (codePoint > 0xffff) {
      units.push(0xd800 + ((codePoint - 0x10000) >> 10));
      codePoint = 0xdc00 + (codePoint & 0x3ff);
    }
    units.push(codePoint);
    if (units.length >= BLOCK) {
      text += fromCharCodes(units);
      units = [];
    }
  }
  return text + fromCharCodes(units);
}

function encodeUtf8Portably(text: string, target: Uint8Array, position: number): number {
  let at = position;
  for (let i = 0; i < text.length; i++) {
    let codePoint = text.charCodeAt(i);
    if (codePoint < 0x80) {
      target[at++] = codePoint;
      continue;
    }
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
      const low = codePoint < 0xdc00 ? text.charCodeAt(i + 1) : Number.NaN;
      if (low >= 0xdc00 && low <= 0xdfff) {
        codePoint = 0x10000 + ((codePoint - 0xd800) << 10) + (low - 0xdc00);
        i++;
      } else {
        codePoint = 0xfffd;
      }
    }
    if (codePoint < 0x800) {
      target[at++] = 0xc0 | (codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        target[at++] = 0xe0 | (codePoint >> 12);
      } else {
        target[at++] = 0xf0 | (codePoint >> 18);
        target[at++] = 0x80 | ((codePoint >> 12) & 0x3f);
      }
      target[at++] = 0x80 | ((codePoint >> 6) & 0x3f);
    }
    target[at++] = 0x80 | (codePoint & 0x3f);
  }
  return at - position;
}
