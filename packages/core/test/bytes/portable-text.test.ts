/**
 * The coders of an engine that has none of its own: it is such an engine before core is loaded.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, hex, pattern, toHex } from '../support/bytes.ts';
import { borderCodePoints, mixedText } from '../support/text-examples.ts';

const encoder = new TextEncoder();
Reflect.deleteProperty(globalThis, 'TextEncoder');
Reflect.deleteProperty(globalThis, 'TextDecoder');
const { decodeStrictUtf8, decodeUtf8, encodeUtf8, encodeUtf8Into } = await import(
  'sansocket/bytes'
);

describe('decodeStrictUtf8() without TextDecoder', () => {
  it('decodes UTF-8 and nothing else', () => {
    const bytes = encoder.encode(mixedText(100));
    expect(decodeStrictUtf8(bytes, 0, bytes.length)).toBe(mixedText(100));
    expect(decodeStrictUtf8(hex('61 c3'), 0, 2)).toBeUndefined();
    expect(decodeStrictUtf8(hex('61 ff'), 0, 2)).toBeUndefined();
  });
});

describe('decodeUtf8() without TextDecoder', () => {
  it('decodes the code points at the borders of each length', () => {
    for (const codePoint of borderCodePoints) {
      const text = String.fromCodePoint(codePoint);
      expect(decodeUtf8(encoder.encode(text))).toBe(text);
    }
  });

  it.each([0, 24, 25, 4095, 4096, 4097, 50_000])('decodes text of %i units', (units) => {
    for (const text of ['a'.repeat(units), mixedText(units)]) {
      expect(decodeUtf8(encoder.encode(text))).toBe(text);
    }
  });

  it('keeps a byte order mark, and decodes a range', () => {
    expect(decodeUtf8(concat(hex('ff ef bb bf c3 a9'), hex('ff')), 1, 6)).toBe('\ufeffé');
  });
});

describe('encodeUtf8() without TextEncoder', () => {
  it('writes as an engine does, with U+FFFD for lone surrogates', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff }), { maxLength: 60 }), (units) => {
        const text = String.fromCharCode(...units);
        expect(toHex(encodeUtf8(text))).toBe(toHex(encoder.encode(text)));
      }),
    );
  });

  it('writes surrogates in pairs and alone', () => {
    const text = '\ud83d\ude00\ud83dx\ude00\udbff\udfff\ud800';
    expect(toHex(encodeUtf8(text))).toBe(toHex(encoder.encode(text)));
  });

  it.each(['\ud800\udc00', '\udbff\udfff', '\udc00\udfff', '\udfff', '\ud800\ue000', '\ud7ff'])(
    'writes the units at the borders of surrogates: %j',
    (text) => {
      expect(toHex(encodeUtf8(text))).toBe(toHex(encoder.encode(text)));
    },
  );

  it('writes the code points at the borders of each length', () => {
    for (const codePoint of borderCodePoints) {
      const text = String.fromCodePoint(codePoint);
      expect(toHex(encodeUtf8(text))).toBe(toHex(encoder.encode(text)));
    }
  });
});

describe('encodeUtf8Into() without TextEncoder', () => {
  it.each([0, 24, 25, 5000])('writes text of %i units at a position', (units) => {
    const text = mixedText(units);
    const target = pattern(3 * text.length + 4);
    const written = encodeUtf8Into(text, target, 4);
    expect(target.slice(4, 4 + written)).toEqual(encoder.encode(text));
    expect(target.slice(0, 4)).toEqual(pattern(4));
  });
});
