/**
 * Valid endings for an incomplete text or payload of a Close frame (RFC 6455 §5.5.1, §7.4, §8.1): found by trial.
 *
 * @module
 */

import { concat, utf8 } from '../wire/index.ts';

/** The shortest bytes that make the whole valid UTF-8; `undefined` if no bytes do. */
export function textEnding(text: Uint8Array): readonly number[] | undefined {
  for (const length of [0, 1, 2, 3]) {
    // The second byte of a code point has the narrowest range: one of these fits wherever any byte does.
    for (const first of [0x80, 0x90, 0xa0]) {
      const ending = [first, 0x80, 0x80].slice(0, length);
      if (isUtf8(concat(text, Uint8Array.from(ending)))) return ending;
    }
  }
  return undefined;
}

/** The same for a Close frame with a payload of `length` bytes: a code, then UTF-8. */
export function closeEnding(payload: Uint8Array, length: number): readonly number[] | undefined {
  const [high, low] = payload;
  if (length === 0) return [];
  if (high === undefined) return [0x03, 0xe8];
  if (low !== undefined) return isCode(256 * high + low) ? textEnding(payload.slice(2)) : undefined;
  const lows = Array.from({ length: 256 }, (_, i) => i).filter((i) => isCode(256 * high + i));
  return lows.length > 0 ? lows.slice(0, 1) : undefined;
}

function isCode(code: number): boolean {
  const isReserved = [1004, 1005, 1006, 1015].includes(code);
  return (code >= 1000 && code < 1016 && !isReserved) || (code >= 3000 && code < 5000);
}

/** UTF-8 encodes all code points but surrogates (RFC 3629 §3): decodes, and encodes again. */
function isUtf8(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at]! < 0x80) {
      at++;
      continue;
    }
    const length = LENGTHS[bytes[at]! >> 4]!;
    const read = bytes.subarray(at, at + length);
    const codePoint = codePointOf(read);
    if (codePoint > 0x10_ffff || (codePoint >= 0xd800 && codePoint < 0xe000)) return false;
    const written = utf8(String.fromCodePoint(codePoint));
    if (written.length !== read.length || written.some((byte, i) => byte !== read[i])) return false;
    at += length;
  }
  return true;
}

/**
 * Bytes of a code point, by the upper half of its first byte; a continuation byte is tried as a code point of its own.
 */
const LENGTHS = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4];

function codePointOf([lead = 0, ...continuation]: Uint8Array): number {
  const bits = continuation.length === 0 ? lead : lead & (0x3f >> continuation.length);
  return continuation.reduce((value, byte) => value * 64 + (byte & 0x3f), bits);
}
