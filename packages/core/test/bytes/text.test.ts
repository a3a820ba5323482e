import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeLatin1,
  decodeStrictUtf8,
  decodeUtf8,
  encodeUtf8,
  encodeUtf8Into,
} from 'sansocket/bytes';
import { keyToWord } from 'sansocket/masking';
import { decodeShortAscii } from '../../src/bytes/index.ts';
import { concat, hex, pattern, toHex } from '../support/bytes.ts';
import { borderCodePoints, mixedText } from '../support/text-examples.ts';

const engine = { encode: (text: string) => new TextEncoder().encode(text) };

/** Sizes around those where another way of coding begins. */
const sizes = [0, 1, 6, 18, 23, 24, 25, 30, 100, 4095, 4096, 4097, 10_000];

describe('decodeUtf8()', () => {
  it('keeps a byte order mark: RFC 6455 has no word of stripping it', () => {
    expect(decodeUtf8(hex('ef bb bf 41'))).toBe('\ufeffA');
    expect(decodeUtf8(concat(hex('ef bb bf'), new Uint8Array(100).fill(0x41)))).toBe(
      `\ufeff${'A'.repeat(100)}`,
    );
  });

  it('decodes the code points at the borders of each length', () => {
    for (const codePoint of borderCodePoints) {
      const text = String.fromCodePoint(codePoint);
      expect(decodeUtf8(engine.encode(text))).toBe(text);
    }
  });

  it.each(sizes)('decodes ASCII and other text of %i units', (units) => {
    for (const text of ['a'.repeat(units), mixedText(units)]) {
      expect(decodeUtf8(engine.encode(text))).toBe(text);
    }
  });

  it.each([3, 40])('decodes a range of %i bytes', (length) => {
    const bytes = concat(hex('ff fe'), new Uint8Array(length).fill(0x62), hex('ff'));
    expect(decodeUtf8(bytes, 2, 2 + length)).toBe('b'.repeat(length));
  });
});

describe('encodeUtf8Into() with room for some bytes', () => {
  it.each([0, 1, 24, 25, 3000])(
    'fits %i letters into as many bytes, or asks for more',
    (length) => {
      const text = 'a'.repeat(length);
      const target = pattern(length + 8);
      const written = encodeUtf8Into(text, target, 4, length);
      // A short text is not tried when every letter could need three bytes.
      expect(written).toBe(length > 24 || length === 0 ? length : -1);
      expect(target.slice(0, 4)).toEqual(pattern(4));
      expect(target.slice(4 + length)).toEqual(pattern(length + 8).slice(4 + length));
    },
  );

  it.each([1, 24, 25, 3000])('says -1 for %i letters that need more room', (length) => {
    const target = pattern(6 * length);
    expect(encodeUtf8Into('é'.repeat(length), target, 0, 2 * length - 1)).toBe(-1);
    expect(target.slice(2 * length)).toEqual(pattern(6 * length).slice(2 * length));
  });
});

describe('encodeUtf8Into() with an encoder', () => {
  it.each([
    [24, 200, 0],
    [25, 74, 0],
    [25, 75, 1],
    [3000, 9000, 1],
  ])('asks it for %i letters that have room for %i bytes: %i times', (length, most, times) => {
    const places: number[] = [];
    const target = new Uint8Array(most + 1);
    const encode = (text: string, into: Uint8Array, position: number): number => {
      places.push(position);
      return new TextEncoder().encodeInto(text, into.subarray(position)).written;
    };
    expect(encodeUtf8Into('a'.repeat(length), target, 1, most, encode)).toBe(length);
    expect(toHex(target.slice(1, 3))).toBe('61 61');
    expect(places).toEqual(times === 1 ? [1] : []);
  });
});

describe('encodeUtf8()', () => {
  it.each([
    ['\ud800', 'ef bf bd'],
    ['\udfff', 'ef bf bd'],
    ['a\udbffb', '61 ef bf bd 62'],
    ['\udc00\ud800', 'ef bf bd ef bf bd'],
    ['\ud800\ud800\udc00', 'ef bf bd f0 90 80 80'],
    ['\u{10ffff}', 'f4 8f bf bf'],
  ])('writes U+FFFD for a lone surrogate in %j (§5.6)', (text, digits) => {
    expect(toHex(encodeUtf8(text))).toBe(digits);
  });

  it.each(sizes)('encodes text of %i units', (units) => {
    for (const text of ['a'.repeat(units), mixedText(units)]) {
      expect(encodeUtf8(text)).toEqual(engine.encode(text));
    }
  });
});

describe('encodeUtf8Into()', () => {
  it('writes as the engine does, at the position and nowhere else', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom('', '\ud800', '\udc00'),
        fc.nat({ max: 20 }),
        (text, surrogate, position) => {
          const whole = text + surrogate;
          const target = pattern(position + 3 * whole.length + 1);
          const expected = engine.encode(whole);
          const written = encodeUtf8Into(whole, target, position);
          expect(written).toBe(expected.length);
          expect(target.slice(position, position + written)).toEqual(expected);
          expect(target.slice(0, position)).toEqual(pattern(position));
          expect(target.at(-1)).toBe(pattern(target.length).at(-1));
        },
      ),
    );
  });

  it.each(sizes)('writes text of %i units', (units) => {
    const text = mixedText(units);
    const target = new Uint8Array(3 * text.length + 5);
    const written = encodeUtf8Into(text, target, 5);
    expect(target.slice(5, 5 + written)).toEqual(engine.encode(text));
  });
});

describe('decodeLatin1()', () => {
  it('decodes each byte to the code point of the same number', () => {
    const every = Uint8Array.from({ length: 256 }, (_, i) => i);
    const text = decodeLatin1(every);
    expect(text).toHaveLength(256);
    for (let i = 0; i < 256; i++) expect(text.charCodeAt(i)).toBe(i);
  });

  it.each([4095, 4096, 4097, 9000])('decodes %i bytes', (length) => {
    const bytes = pattern(length);
    const text = decodeLatin1(bytes);
    expect(Uint8Array.from(text, (unit) => unit.charCodeAt(0))).toEqual(bytes);
  });

  it('decodes a range', () => {
    expect(decodeLatin1(hex('61 62 63 64'), 1, 3)).toBe('bc');
  });
});

describe('decodeUtf8() of a range', () => {
  const text = 'Grüße an alle, die das hier lesen';
  const bytes = new TextEncoder().encode(text);
  const behind = Uint8Array.of(...bytes, 0x21, 0x21);
  const around = Uint8Array.of(0x3f, ...bytes, 0x21);

  it('leaves out what stands before and behind it', () => {
    expect(decodeUtf8(behind, 0, bytes.length)).toBe(text);
    expect(decodeUtf8(around, 1, 1 + bytes.length)).toBe(text);
    expect(decodeUtf8(around, 1)).toBe(`${text}!`);
  });

  it('finds what is not ASCII anywhere in a short text', () => {
    for (let length = 1; length <= 24; length++) {
      for (let at = 0; at < length; at++) {
        const short = `${'a'.repeat(at)}é${'b'.repeat(length - at - 1)}`;
        expect(decodeUtf8(new TextEncoder().encode(short))).toBe(short);
      }
    }
  });
});

describe('decodeStrictUtf8()', () => {
  it.each(sizes)('decodes what is UTF-8, of %i units', (units) => {
    for (const text of ['a'.repeat(units), mixedText(units)]) {
      const bytes = engine.encode(text);
      expect(decodeStrictUtf8(bytes, 0, bytes.length)).toBe(text);
    }
  });

  it.each([3, 40])('gives nothing for what is not, in %i bytes', (length) => {
    const bytes = new Uint8Array(length).fill(0x61);
    bytes[length - 1] = 0xc3;
    expect(decodeStrictUtf8(bytes, 0, length)).toBeUndefined();
    expect(decodeStrictUtf8(bytes, 0, length - 1)).toBe('a'.repeat(length - 1));
  });
});

describe('decodeShortAscii()', () => {
  it('decodes masked ASCII of any length, and nothing else', () => {
    const key = hex('37 fa 21 3d');
    for (let length = 0; length <= 40; length++) {
      const text = 'abcdefghijklmnopqrstuvwxyz0123456789!?.,'.slice(0, length);
      const bytes = concat(hex('ff'), engine.encode(text)).map((byte, i) =>
        i === 0 ? byte : byte ^ key[(i - 1) % 4]!,
      );
      expect(decodeShortAscii(bytes, 1, length + 1, keyToWord(key))).toBe(text);
      for (let at = 1; at <= length; at++) {
        const other = bytes.slice();
        other[at]! ^= 0x80;
        expect(decodeShortAscii(other, 1, length + 1, keyToWord(key))).toBeUndefined();
      }
    }
  });
});
