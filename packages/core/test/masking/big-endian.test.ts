/**
 * Masking in an engine whose numbers begin with their highest byte: its arrays of words are replaced by
 * such before core is loaded.
 */
import { afterAll, describe, expect, it } from '@jest/globals';
import { hex, pattern } from '../support/bytes.ts';
import { referenceMask } from '../support/reference-frames.ts';

const { Int32Array: OriginalInt32Array, Uint32Array: OriginalUint32Array } = globalThis;

/** An array of 32-bit words, big-endian, over the bytes of a buffer. */
function bigEndianWords(buffer: ArrayBuffer, byteOffset: number, length: number): object {
  const view = new DataView(buffer, byteOffset, 4 * length);
  return new Proxy(
    {},
    {
      get: (_, name) => (name === 'length' ? length : view.getInt32(4 * Number(name))),
      set: (_, name, value: number) => {
        view.setInt32(4 * Number(name), value);
        return true;
      },
    },
  );
}

/** What tells an engine's byte order: the bytes of some words. */
function bytesOfWords(words: readonly number[]): object {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word);
  return { buffer: view.buffer };
}

Object.assign(globalThis, {
  Int32Array: function construct(...given: Parameters<typeof bigEndianWords>): object {
    return bigEndianWords(...given);
  },
  Uint32Array: Object.assign(
    function construct(words: readonly number[]): object {
      return bytesOfWords(words);
    },
    { of: (...words: readonly number[]) => bytesOfWords(words) },
  ),
});
const { applyMask, keyToWord, maskInPlace } = await import('sansocket/masking');

afterAll(() => {
  Object.assign(globalThis, { Int32Array: OriginalInt32Array, Uint32Array: OriginalUint32Array });
});

describe('maskInPlace() in a big-endian engine', () => {
  const key = hex('37 fa 21 3d');

  it.each([63, 64, 65, 67, 131, 16_384, 16_453])('is the XOR of §5.3 for %i bytes', (size) => {
    for (let start = 0; start < 4; start++) {
      for (let offset = 0; offset < 4; offset++) {
        const bytes = pattern(start + size);
        maskInPlace(bytes, start, start + size, keyToWord(key), offset);
        const payload = pattern(start + size).slice(start);
        expect(bytes.slice(start)).toEqual(referenceMask(payload, key, offset));
      }
    }
  });

  it('undoes itself', () => {
    expect(applyMask(applyMask(pattern(200), key, 3), key, 3)).toEqual(pattern(200));
  });
});
