import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyMask, keyToWord, maskInPlace, wordToKey } from 'sansocket/masking';
import { concat, hex, inTwo, pattern, toHex } from '../support/bytes.ts';
import { referenceMask } from '../support/reference-frames.ts';

const key = hex('37 fa 21 3d');
const hello = hex('48 65 6c 6c 6f');

/** Around the threshold of the word-wise loop, and around one and two of its blocks. */
const sizes = [
  ...Array.from({ length: 12 }, (_, i) => i),
  ...around(64),
  ...around(128),
  ...around(16_384),
  ...around(16_400),
  ...around(32_768),
];

function around(size: number): number[] {
  return Array.from({ length: 11 }, (_, i) => size - 5 + i);
}

describe('applyMask()', () => {
  it('masks "Hello" as the RFC shows (§5.7)', () => {
    expect(toHex(applyMask(hello, key))).toBe('7f 9f 4d 51 58');
  });

  it('undoes itself (§5.3)', () => {
    expect(applyMask(hex('7f 9f 4d 51 58'), key)).toEqual(hello);
  });

  it('leaves the bytes as they are with the key 00 00 00 00, which is legal (§5.3)', () => {
    expect(applyMask(pattern(100), new Uint8Array(4))).toEqual(pattern(100));
  });

  it('gives an array of its own, with the key and the chunk unchanged', () => {
    const chunk = hello.slice();
    const masked = applyMask(chunk, key);
    masked.fill(0);
    expect(chunk).toEqual(hello);
    expect(toHex(key)).toBe('37 fa 21 3d');
  });

  it('gives a plain Uint8Array for a Buffer that it does not change', () => {
    const buffer = Buffer.from(pattern(100));
    const masked = applyMask(buffer, key);
    expect(masked.constructor).toBe(Uint8Array);
    expect(masked).toEqual(referenceMask(pattern(100), key));
    expect(new Uint8Array(buffer)).toEqual(pattern(100));
  });

  it.each([0, 1, 2, 3, 4, 5, 2 ** 31 + 1, 2 ** 32 + 2, 2 ** 53 - 1])(
    'goes on at the position %i of the payload (§5.3)',
    (offset) => {
      expect(applyMask(pattern(100), key, offset)).toEqual(
        referenceMask(pattern(100), key, offset % 4),
      );
    },
  );

  it('masks a payload in any two pieces as in one (§5.3)', () => {
    const whole = referenceMask(pattern(150), key);
    for (const [head, tail] of inTwo(pattern(150))) {
      expect(concat(applyMask(head, key), applyMask(tail, key, head.length))).toEqual(whole);
    }
  });

  it.each([0, 3, 5])('throws a RangeError for a key of %i bytes', (length) => {
    const error = new RangeError(`A masking key has 4 bytes, got ${length}`);
    expect(() => applyMask(hello, new Uint8Array(length))).toThrow(error);
  });

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])(
    'throws a RangeError for the offset %p',
    (offset) => {
      const error = new RangeError(`offset must be a whole number from 0 up, got ${offset}`);
      expect(() => applyMask(hello, key, offset)).toThrow(error);
    },
  );
});

describe('maskInPlace()', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'is the XOR of §5.3 for each size and offset where the array starts at byte %i of its buffer',
    (byteOffset) => {
      for (const size of sizes) {
        for (let offset = 0; offset < 4; offset++) {
          const bytes = new Uint8Array(new ArrayBuffer(byteOffset + size + 8), byteOffset, size);
          bytes.set(pattern(size));
          maskInPlace(bytes, 0, size, keyToWord(key), offset);
          if (Buffer.compare(bytes, referenceMask(pattern(size), key, offset)) !== 0) {
            throw new Error(`Differs for ${size} bytes at the offset ${offset}`);
          }
        }
      }
    },
  );

  it.each([10, 100, 20_000])('leaves all but %i bytes as they are', (size) => {
    for (let start = 0; start < 9; start++) {
      const bytes = pattern(size + 20);
      maskInPlace(bytes, start, start + size, keyToWord(key), 1);
      expect(bytes.slice(0, start)).toEqual(pattern(size + 20).slice(0, start));
      expect(bytes.slice(start + size)).toEqual(pattern(size + 20).slice(start + size));
      const middle = pattern(size + 20).slice(start, start + size);
      expect(bytes.slice(start, start + size)).toEqual(referenceMask(middle, key, 1));
    }
  });

  it('is the XOR of §5.3 for any key, start, end and offset', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        fc.nat({ max: 300 }),
        fc.nat({ max: 20 }),
        fc.maxSafeNat(),
        (anyKey, size, start, offset) => {
          const bytes = pattern(start + size);
          maskInPlace(bytes, start, start + size, keyToWord(anyKey), offset);
          const payload = pattern(start + size).slice(start);
          expect(toHex(bytes.slice(start))).toBe(toHex(referenceMask(payload, anyKey, offset % 4)));
        },
      ),
    );
  });
});

describe('keyToWord()', () => {
  it('puts the first byte in the lowest eight bits', () => {
    expect(keyToWord(hex('01 02 03 04'))).toBe(0x04030201);
  });

  it('is undone by wordToKey() for any key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (anyKey) => {
        expect(toHex(wordToKey(keyToWord(anyKey)))).toBe(toHex(anyKey));
      }),
    );
  });

  it('throws a RangeError for a key of 3 bytes', () => {
    const error = new RangeError('A masking key has 4 bytes, got 3');
    expect(() => keyToWord(new Uint8Array(3))).toThrow(error);
  });
});

describe('maskInPlace() of a few bytes far into an array', () => {
  it.each([0, 1, 2, 3, 4, 5])('leaves the bytes around %i bytes alone', (length) => {
    for (let start = 200; start < 208; start++) {
      const bytes = new Uint8Array(300);
      maskInPlace(bytes, start, start + length, 0x01010101, 0);
      const expected = new Uint8Array(300).fill(1, start, start + length);
      expect(bytes).toEqual(expected);
    }
  });
});
