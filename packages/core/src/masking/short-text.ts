/**
 * Coders for texts so short that a call into the engine's coders would be slower. They mask and unmask on the way
 * (RFC 6455 §5.3).
 *
 * The letters are passed to `String.fromCharCode` in blocks: joining strings letter by letter is slower, and an
 * array of arguments is slower still.
 *
 * @module
 */

import { SHORT_TEXT } from '../bytes/index.ts';

/**
 * Decodes ASCII of up to `SHORT_TEXT` bytes.
 *
 * @param word - The masking key as a word, its first byte in the lowest eight bits (RFC 6455 §5.3); 0 for text
 *   that is not masked.
 * @returns The text; `undefined` if there are more bytes, or one is not ASCII.
 */
export function decodeShortAscii(
  bytes: Uint8Array,
  start: number,
  end: number,
  word: number,
): string | undefined {
  if (end - start > SHORT_TEXT) return undefined;
  let text = '';
  let i = start;
  for (; i + 16 <= end; i += 16) {
    const block = decode16(bytes, i, word);
    if (block === undefined) return undefined;
    text = text === '' ? block : text + block;
  }
  if (i + 8 <= end) {
    const block = decode8(bytes, i, word);
    if (block === undefined) return undefined;
    text += block;
    i += 8;
  }
  for (let key = word; i < end; i++, key = (key >>> 8) | (key << 24)) {
    const letter = bytes[i]! ^ (key & 0xff);
    if (letter > 0x7f) return undefined;
    text += String.fromCharCode(letter);
  }
  return text;
}

function decode16(bytes: Uint8Array, at: number, word: number): string | undefined {
  const k1 = (word >>> 8) & 0xff;
  const k2 = (word >>> 16) & 0xff;
  const k3 = word >>> 24;
  const k0 = word & 0xff;
  const a = bytes[at]! ^ k0;
  const b = bytes[at + 1]! ^ k1;
  const c = bytes[at + 2]! ^ k2;
  const d = bytes[at + 3]! ^ k3;
  const e = bytes[at + 4]! ^ k0;
  const f = bytes[at + 5]! ^ k1;
  const g = bytes[at + 6]! ^ k2;
  const h = bytes[at + 7]! ^ k3;
  const i = bytes[at + 8]! ^ k0;
  const j = bytes[at + 9]! ^ k1;
  const k = bytes[at + 10]! ^ k2;
  const l = bytes[at + 11]! ^ k3;
  const m = bytes[at + 12]! ^ k0;
  const n = bytes[at + 13]! ^ k1;
  const o = bytes[at + 14]! ^ k2;
  const p = bytes[at + 15]! ^ k3;
  if ((a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p) > 0x7f) return undefined;
  return String.fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
}

function decode8(bytes: Uint8Array, at: number, word: number): string | undefined {
  const k0 = word & 0xff;
  const k1 = (word >>> 8) & 0xff;
  const k2 = (word >>> 16) & 0xff;
  const k3 = word >>> 24;
  const a = bytes[at]! ^ k0;
  const b = bytes[at + 1]! ^ k1;
  const c = bytes[at + 2]! ^ k2;
  const d = bytes[at + 3]! ^ k3;
  const e = bytes[at + 4]! ^ k0;
  const f = bytes[at + 5]! ^ k1;
  const g = bytes[at + 6]! ^ k2;
  const h = bytes[at + 7]! ^ k3;
  if ((a | b | c | d | e | f | g | h) > 0x7f) return undefined;
  return String.fromCharCode(a, b, c, d, e, f, g, h);
}

/**
 * Encodes ASCII.
 *
 * @param word - The masking key as a word; 0 for no masking.
 * @param target - The array to write to, with room for a byte per letter from `position` on.
 * @returns Whether the text is ASCII; if it is not, `target` has been partly written.
 */
export function encodeShortAscii(
  text: string,
  target: Uint8Array,
  position: number,
  word: number,
): boolean {
  const { length } = text;
  const k0 = word & 0xff;
  const k1 = (word >>> 8) & 0xff;
  const k2 = (word >>> 16) & 0xff;
  const k3 = word >>> 24;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    if ((a | b | c | d) > 0x7f) return false;
    const at = position + i;
    target[at] = a ^ k0;
    target[at + 1] = b ^ k1;
    target[at + 2] = c ^ k2;
    target[at + 3] = d ^ k3;
  }
  for (let key = word; i < length; i++, key >>>= 8) {
    const letter = text.charCodeAt(i);
    if (letter > 0x7f) return false;
    target[position + i] = letter ^ (key & 0xff);
  }
  return true;
}
