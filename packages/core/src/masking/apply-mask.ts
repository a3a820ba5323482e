/**
 * Masking (RFC 6455 §5.3): octet i of the payload is XORed with octet i modulo 4 of the masking key.
 * Applying it twice gives the payload back.
 *
 * Inside core a masking key is one 32-bit word, its first byte in the lowest eight bits. So rotating
 * the word right by eight bits advances by one byte of payload, and on a little-endian engine one XOR
 * masks four bytes of payload; a big-endian engine masks byte by byte.
 *
 * @module
 */

import { assertBytes } from '../bytes/index.ts';

/** Four bytes; the client picks fresh, unpredictable ones for every frame (RFC 6455 §5.3). */
export type MaskingKey = Uint8Array;

/** From this length on, in bytes, masking through a view of 32-bit words is faster, though the view has to be made. */
export const WORDWISE_FROM = 48;

/** Words per block: engines run many loops of this length faster than one very long loop. */
const BLOCK_WORDS = 4096;

/** Whether the lowest byte of a 32-bit word comes first in the memory of this engine. */
export const LITTLE_ENDIAN: boolean =
  /* @__PURE__ */ new Uint8Array(/* @__PURE__ */ Uint32Array.of(1).buffer)[0] === 1;

/**
 * Masks or unmasks part of a payload.
 *
 * @param chunk - Consecutive bytes of one payload. Not modified.
 * @param key - The frame's masking key, 4 bytes.
 * @param offset - Position of `chunk` in the payload, in bytes. Default 0.
 * @returns As many bytes as `chunk`, in a new array.
 * @throws RangeError if the key does not have 4 bytes, or the offset is not a whole number from 0 up; TypeError if
 *   `chunk` or `key` is not a Uint8Array.
 */
export function applyMask(chunk: Uint8Array, key: MaskingKey, offset = 0): Uint8Array {
  assertBytes(chunk, 'chunk');
  assertBytes(key, 'key');
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new RangeError(`offset must be a whole number from 0 up, got ${offset}`);
  }
  const masked = Uint8Array.from(chunk);
  maskInPlace(masked, 0, masked.length, keyToWord(key), offset);
  return masked;
}

/**
 * Masks `bytes[start, end)` in place.
 *
 * @param word - The masking key as a word.
 * @param offset - Position of `start` in the payload, in bytes.
 * @param words - The result of `wordsOf(bytes)`, if the caller has it already. Default: it is made when needed.
 */
export function maskInPlace(
  bytes: Uint8Array,
  start: number,
  end: number,
  word: number,
  offset: number,
  words?: Int32Array,
): void {
  const place = offset & 3;
  let i = start;
  if (LITTLE_ENDIAN && end - start >= WORDWISE_FROM) {
    const view = words ?? wordsOf(bytes);
    const from = bytes.byteOffset + start;
    // The last bytes of a buffer can be too few for a word.
    const to = Math.min(bytes.byteOffset + end, 4 * view.length);
    maskWords(view, from, to, rotate(word, place - from));
    i += to - from;
  }
  let key = rotate(word, place + i - start);
  for (; i + 4 <= end; i += 4) {
    bytes[i]! ^= key & 0xff;
    bytes[i + 1]! ^= (key >>> 8) & 0xff;
    bytes[i + 2]! ^= (key >>> 16) & 0xff;
    bytes[i + 3]! ^= key >>> 24;
  }
  for (; i < end; i++, key >>>= 8) bytes[i]! ^= key & 0xff;
}

/** A view of all whole 32-bit words of the buffer under `bytes`; up to 3 bytes at its end are not in the view. */
export function wordsOf({ buffer }: Uint8Array): Int32Array {
  return new Int32Array(buffer, 0, buffer.byteLength >> 2);
}

/**
 * @returns The key as the word that `maskInPlace` takes.
 * @throws RangeError if the key does not have 4 bytes.
 */
export function keyToWord(key: MaskingKey): number {
  if (key.length !== 4) throw new RangeError(`A masking key has 4 bytes, got ${key.length}`);
  return key[0]! | (key[1]! << 8) | (key[2]! << 16) | (key[3]! << 24);
}

/** @returns The 4 bytes of the key `word`, in a new array. */
export function wordToKey(word: number): MaskingKey {
  return Uint8Array.of(word, word >>> 8, word >>> 16, word >>> 24);
}

/**
 * Masks bytes by words; in the first and the last word, only the bytes of the range change.
 *
 * @param from - Position of the first byte in `words`, in bytes; `to` is the position after the last byte.
 * @param key - The masking key, rotated so that its lowest byte masks the first byte of a word.
 */
function maskWords(words: Int32Array, from: number, to: number, key: number): void {
  const first = from >> 2;
  const last = (to - 1) >> 2;
  const head = -1 << ((from & 3) << 3);
  const tail = -1 >>> ((-to & 3) << 3);
  if (first === last) {
    words[first]! ^= key & head & tail;
    return;
  }
  words[first]! ^= key & head;
  for (let at = first + 1; at < last; at += BLOCK_WORDS) {
    maskBlock(words, at, Math.min(at + BLOCK_WORDS, last), key);
  }
  words[last]! ^= key & tail;
}

function maskBlock(words: Int32Array, start: number, end: number, key: number): void {
  let i = start;
  for (; i + 8 <= end; i += 8) {
    words[i]! ^= key;
    words[i + 1]! ^= key;
    words[i + 2]! ^= key;
    words[i + 3]! ^= key;
    words[i + 4]! ^= key;
    words[i + 5]! ^= key;
    words[i + 6]! ^= key;
    words[i + 7]! ^= key;
  }
  for (; i < end; i++) words[i]! ^= key;
}

/** Rotates the key to the position `bytes` further on in the payload. */
export function rotate(word: number, bytes: number): number {
  const bits = (bytes & 3) << 3;
  return (word >>> bits) | (word << (32 - bits));
}
