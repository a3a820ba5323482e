import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Utf8Validator } from 'sansocket/bytes';
import { unfinishedBytes } from '../../src/bytes/index.ts';
import { byteByByte, hex, inTwo } from '../support/bytes.ts';
import { mixedText } from '../support/text-examples.ts';

/** The index of the offending byte when the bytes come one at a time, or -1. */
function offence(bytes: Uint8Array): number {
  const validator = new Utf8Validator();
  return byteByByte(bytes).findIndex((byte) => validator.push(byte) !== -1);
}

describe('Utf8Validator.push()', () => {
  it.each([
    ['a lone continuation byte', '80', 0],
    ['the overlong form c0 af of a slash', 'c0 af', 0],
    ['c1', '61 c1 bf', 1],
    ['an overlong form of three bytes', 'e0 80 80', 1],
    ['e0 9f', 'e0 9f bf', 1],
    ['an overlong form of four bytes', 'f0 80 80 80', 1],
    ['f0 8f', 'f0 8f bf bf', 1],
    ['the surrogate U+D800', 'ed a0 80', 1],
    ['the surrogate U+DFFF', 'ce ba ed bf bf', 3],
    ['a code point above U+10FFFF', 'f4 90 80 80', 1],
    ['f5', 'f5 80 80 80', 0],
    ['ff', '41 42 ff', 2],
    ['a second byte that is none', 'c3 41', 1],
    ['a third byte that is none', 'e2 82 41', 2],
    ['a fourth byte that is none', 'f0 9f 98 c0', 3],
  ])('fails at the offending byte for %s (§8.1)', (_, digits, index) => {
    expect(new Utf8Validator().push(hex(digits))).toBe(index);
    expect(offence(hex(digits))).toBe(index);
  });

  it('takes U+FFFE, U+FFFF and a byte order mark: they are characters like others', () => {
    expect(new Utf8Validator().push(hex('ef bf be ef bf bf ef bb bf'))).toBe(-1);
  });

  it('looks at its range only', () => {
    expect(new Utf8Validator().push(hex('ff 41 42 ff'), 1, 3)).toBe(-1);
    expect(new Utf8Validator().push(hex('ff 41 80 ff'), 1, 4)).toBe(2);
  });

  it('finds the offence wherever it stands among ASCII', () => {
    for (let index = 0; index < 40; index++) {
      const bytes = new Uint8Array(40).fill(0x61);
      bytes[index] = 0x80;
      expect(new Utf8Validator().push(bytes)).toBe(index);
      expect(offence(bytes)).toBe(index);
    }
  });

  it('takes a text cut anywhere', () => {
    for (const [head, tail] of inTwo(new TextEncoder().encode(mixedText(24)))) {
      const validator = new Utf8Validator();
      expect([validator.push(head), validator.push(tail), validator.needed]).toEqual([-1, -1, 0]);
    }
  });

  it('gives the same for any bytes in any pieces', () => {
    const unit = fc.constantFrom(0x61, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0x9f, 0xa0, 0xf0, 0x90, 0xf4);
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 24 }), (units) => {
        const bytes = Uint8Array.from(units);
        expect(new Utf8Validator().push(bytes)).toBe(offence(bytes));
      }),
    );
  });
});

describe('Utf8Validator.push() with toCome', () => {
  it.each([
    ['e2', 0],
    ['61 f0 9f', 1],
    ['61 62 c3', 2],
  ])('fails at the first byte of a code point that ends after the text: %s', (digits, index) => {
    expect(new Utf8Validator().push(hex(digits), 0, undefined, 0)).toBe(index);
  });

  it('counts the bytes that are still to come', () => {
    expect(new Utf8Validator().push(hex('f0'), 0, 1, 2)).toBe(0);
    expect(new Utf8Validator().push(hex('f0'), 0, 1, 3)).toBe(-1);
    expect(new Utf8Validator().push(hex('f0 9f'), 0, 2, 1)).toBe(0);
    expect(new Utf8Validator().push(hex('f0 9f'), 0, 2, 2)).toBe(-1);
    expect(new Utf8Validator().push(hex('f0 9f 98 80'), 0, 4, 0)).toBe(-1);
  });
});

describe('Utf8Validator.needed', () => {
  it('counts down the continuation bytes, and begun up', () => {
    const validator = new Utf8Validator();
    const states = byteByByte(hex('61 f0 9f 98 80 e2 82')).map((byte) => {
      validator.push(byte);
      return [validator.needed, validator.begun];
    });
    expect(states).toEqual([
      [0, 0],
      [3, 1],
      [2, 2],
      [1, 3],
      [0, 0],
      [2, 1],
      [1, 2],
    ]);
  });
});

describe('Utf8Validator.clone()', () => {
  it('goes on from the same state, apart from the original', () => {
    const validator = new Utf8Validator();
    validator.push(hex('61 ed'));
    const clone = validator.clone();
    expect([clone.needed, clone.begun]).toEqual([2, 1]);
    expect(clone.push(hex('a0'))).toBe(0);
    expect(validator.push(hex('9f bf'))).toBe(-1);
    expect(validator.needed).toBe(0);
  });
});

describe('Utf8Validator.reset()', () => {
  it('makes it ready for another text', () => {
    const validator = new Utf8Validator();
    validator.push(hex('f0'));
    validator.reset();
    expect([validator.needed, validator.begun]).toEqual([0, 0]);
    expect(validator.push(hex('80'))).toBe(0);
    validator.reset();
    expect(validator.push(hex('c3 80'))).toBe(-1);
  });
});

describe('Utf8Validator.push() of a range', () => {
  it('does not look behind the end of it', () => {
    const validator = new Utf8Validator();
    expect(validator.push(Uint8Array.of(0x61, 0x62, 0xc3), 0, 1)).toBe(-1);
    expect(validator.needed).toBe(0);
  });

  it.each([
    [0xc2, 1],
    [0xdf, 1],
    [0xe0, 2],
    [0xef, 2],
    [0xf0, 3],
    [0xf4, 3],
  ])('needs more bytes behind the lead byte %i: %i', (lead, needed) => {
    const validator = new Utf8Validator();
    expect(validator.push(Uint8Array.of(lead))).toBe(-1);
    expect(validator.needed).toBe(needed);
  });
});

describe('unfinishedBytes()', () => {
  it.each<[string, number]>([
    ['', 0],
    ['61', 0],
    ['c3', 1],
    ['c3 a9', 0],
    ['e2', 1],
    ['e2 82', 2],
    ['e2 82 ac', 0],
    ['f0', 1],
    ['f0 9f', 2],
    ['f0 9f 98', 3],
    ['f0 9f 98 80', 0],
    ['61 61 f0 9f', 2],
    ['80 80 80 80', 0],
  ])('of %s are %i', (text, count) => {
    const bytes = hex(text);
    expect(unfinishedBytes(bytes, 0, bytes.length)).toBe(count);
  });

  it('looks at no byte in front of the text', () => {
    expect(unfinishedBytes(hex('f0 9f 98'), 1, 3)).toBe(0);
  });
});
