import { describe, expect, it } from '@jest/globals';
import { createWasmMasker, keyToWord, maskInPlace } from 'sansocket/masking';
import { maskWith } from '../../src/masking/index.ts';
import { hex, pattern } from '../support/bytes.ts';
import { referenceMask } from '../support/reference-frames.ts';

const key = hex('37 fa 21 3d');

/** As an engine without SIMD does with the module. */
function refuse(): void {
  throw new Error('no SIMD');
}

describe('createWasmMasker()', () => {
  it.each([0, 1, 63, 64, 65, 1024, 12_287, 12_288, 12_289, 24_576, 100_001])(
    'makes a masker that is the XOR of §5.3 for %i bytes, and changes no other',
    (length) => {
      const mask = createWasmMasker()!;
      const bytes = pattern(length + 10);
      mask(bytes, 3, 3 + length, keyToWord(key));
      const expected = pattern(length + 10);
      expected.set(referenceMask(expected.slice(3, 3 + length), key, 0), 3);
      expect(Buffer.compare(bytes, expected)).toBe(0);
    },
  );

  it('masks one payload after the other, of whatever lengths', () => {
    const mask = createWasmMasker()!;
    for (const length of [1024, 1024, 2000, 12_288, 13_312, 1024, 70_000]) {
      const bytes = pattern(length);
      mask(bytes, 0, length, keyToWord(key));
      expect(Buffer.compare(bytes, referenceMask(pattern(length), key, 0))).toBe(0);
    }
  });

  it.each([
    ['no WebAssembly', undefined],
    ['none that runs the module', { Module: Object, Instance: refuse }],
  ])('gives nothing in an engine with %s', (_, value) => {
    const { WebAssembly } = globalThis as { WebAssembly?: unknown };
    try {
      Object.assign(globalThis, { WebAssembly: value });
      expect(createWasmMasker()).toBeUndefined();
    } finally {
      Object.assign(globalThis, { WebAssembly });
    }
  });
});

describe('maskWith()', () => {
  it('gives long payloads to the masker, with the key as it stands at their place', () => {
    for (const [length, offset] of [
      [1023, 1],
      [1024, 0],
      [1024, 3],
      [5000, 2 ** 40 + 1],
    ] as const) {
      const calls: number[] = [];
      const bytes = pattern(length);
      const masker = (part: Uint8Array, start: number, end: number, word: number): void => {
        calls.push(end - start);
        maskInPlace(part, start, end, word, 0);
      };
      maskWith(masker, bytes, 0, length, keyToWord(key), offset);
      expect(Buffer.compare(bytes, referenceMask(pattern(length), key, offset % 4))).toBe(0);
      expect(calls).toEqual(length < 1024 ? [] : [length]);
    }
  });
});
