/**
 * Masking (RFC 6455 §5.3): octet i of the payload is XORed with octet i modulo 4 of the masking key.
 * The operation undoes itself.
 *
 * Inside core a masking key is one 32-bit word, its first byte in the lowest eight bits. So rotating
 * the word right by eight bits moves on by one byte of payload, and on a little-endian engine four
 * bytes of payload are masked by one XOR; a big-endian one goes byte by byte.
 *
 * @module
 */

/** Four bytes; the client picks fresh, unpredictable ones for every frame (RFC 6455 §5.3). */
export type MaskingKey = Uint8Array;

/** From here on, in bytes, a view of 32-bit words costs less than it saves. */
const WORDWISE_FROM = 64;

/** Words a block: engines run one very long loop in poorer code than many of this length. */
const BLOCK_WORDS = 4096;

const LITTLE_ENDIAN: boolean =
  /* @__PURE__ */ new Uint8Array(/* @__PURE__ */ Uint32Array.of(1).buffer)[0] === 1;

/**
 * Masks or unmasks part of a payload.
 *
 * @param chunk - Consecutive bytes of one payload. Not modified.
 * @param key - The frame's masking key, 4 bytes.
 * @param offset - Position of `chunk` in the payload, in bytes. Default 0.
 * @returns As many bytes as `chunk`, in a new array.
 * @throws RangeError when the key has not 4 bytes, or the offset is not a whole number of bytes.
 */
export function applyMask(chunk: Uint8Array, key: MaskingKey, offset = 0): Uint8Array {
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new RangeError(`offset must be a whole number from 0 up, got ${offset}`);
  }
  const masked = Uint8Array.from(chunk);
  maskInPlace(masked, 0, masked.length, keyToWord(key), offset);
  return masked;
}

/**
 * Masks `bytes[start, end)` where it stands.
 *
 * @param word - The masking key as a word.
 * @param offset - Position of `start` in the payload, in bytes.
 */
export function maskInPlace(
  bytes: Uint8Array,
  start: number,
  end: number,
  word: number,
  offset: number,
): void {
  let key = rotate(word, offset);
  let i = start;
  if (LITTLE_ENDIAN && end - start >= WORDWISE_FROM) {
    const aligned = start + (-(bytes.byteOffset + start) & 3);
    for (; i < aligned; i++) {
      bytes[i]! ^= key & 0xff;
      key = rotate(key, 1);
    }
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + i, (end - i) >> 2);
    for (let block = 0; block < words.length; block += BLOCK_WORDS) {
      maskWords(words, block, Math.min(block + BLOCK_WORDS, words.length), key);
    }
    i += 4 * words.length;
  }
  for (; i + 4 <= end; i += 4) {
    bytes[i]! ^= key & 0xff;
    bytes[i + 1]! ^= (key >>> 8) & 0xff;
    bytes[i + 2]! ^= (key >>> 16) & 0xff;
    bytes[i + 3]! ^= key >>> 24;
  }
  for (; i < end; i++) {
    bytes[i]! ^= key & 0xff;
    key >>>= 8;
  }
}

/**
 * @returns The key as the word that `maskInPlace` takes.
 * @throws RangeError when the key has not 4 bytes.
 */
export function keyToWord(key: MaskingKey): number {
  if (key.length !== 4) throw new RangeError(`A masking key has 4 bytes, got ${key.length}`);
  return key[0]! | (key[1]! << 8) | (key[2]! << 16) | (key[3]! << 24);
}

/** @returns The 4 bytes of a key that was a word, in a new array. */
export function wordToKey(word: number): MaskingKey {
  return Uint8Array.of(word, word >>> 8, word >>> 16, word >>> 24);
}

function maskWords(words: Int32Array, start: number, end: number, mask: number): void {
  let i = start;
  for (; i + 4 <= end; i += 4) {
    words[i]! ^= mask;
    words[i + 1]! ^= mask;
    words[i + 2]! ^= mask;
    words[i + 3]! ^= mask;
  }
  for (; i < end; i++) words[i]! ^= mask;
}

/** The key as it stands `bytes` further on in the payload. */
function rotate(word: number, bytes: number): number {
  const bits = (bytes & 3) << 3;
  return (word >>> bits) | (word << (32 - bits));
}
