import { describe, expect, it } from '@jest/globals';
import { codePoint, invalidUtf8, token, utf8Text } from '@sansocket/testkit/arbitraries';
import { concat, toHex, utf8 } from '@sansocket/testkit/wire';
import { sample, share, smallest } from '../support/smallest.ts';

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether some bytes, `room` at most, make the whole UTF-8. */
function canGoOn(bytes: Uint8Array, room: number): boolean {
  return [0, 1, 2, 3].some(
    (length) =>
      length <= room &&
      // Of all second bytes, one of these fits wherever one does.
      [0x80, 0x90, 0xa0].some((first) =>
        isUtf8(concat(bytes, Uint8Array.of(first, 0x80, 0x80).subarray(0, length))),
      ),
  );
}

describe('utf8Text()', () => {
  it('yields code points of every length, those at the borders often', () => {
    const borders = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x1_0000, 0x10_ffff];
    const codePoints = sample(codePoint(), 3000);

    expect(codePoints).toEqual(expect.arrayContaining(borders));
    expect(codePoints.some((value) => value >= 0xd800 && value < 0xe000)).toBe(false);
    expect(sample(utf8Text()).every((text) => isUtf8(utf8(text)))).toBe(true);
    expect(share(sample(utf8Text()), (text) => utf8(text).length > text.length)).toBeGreaterThan(
      0.5,
    );
  });

  it('shrinks to nothing, or to letters a', () => {
    expect(smallest(utf8Text())).toBe('');
    expect(smallest(utf8Text(), ({ length }) => length >= 3)).toBe('aaa');
    expect(smallest(utf8Text({ minLength: 2 }))).toBe('aa');
  });
});

describe('invalidUtf8()', () => {
  it('yields bytes of every class, each with the first byte that cannot be mended', () => {
    const samples = sample(invalidUtf8(), 1500);

    for (const { bytes, offset } of samples) {
      expect(canGoOn(bytes.subarray(0, offset), bytes.length - offset)).toBe(true);
      expect(canGoOn(bytes.subarray(0, offset + 1), bytes.length - offset - 1)).toBe(false);
    }
    expect(new Set(samples.map(({ label }) => label)).size).toBe(14);
  });

  it('shrinks to the defect with nothing before and aaa behind', () => {
    const bytesOf = (label: string): string =>
      toHex(smallest(invalidUtf8(), (its) => its.label === label).bytes);

    expect(bytesOf('continuation-first')).toBe('80 61 61 61');
    expect(bytesOf('surrogate')).toBe('ed a0 61 61 61');
    expect(bytesOf('cut-off')).toBe('c3');
  });
});

describe('token()', () => {
  it('yields tokens of every character that one can have', () => {
    const tokens = sample(token(), 1000);

    for (const text of tokens) expect(text).toMatch(/^[!#$%&'*+\-.^_`|~\da-z]+$/i);
    expect(new Set(tokens.join('')).size).toBe(77);
    expect(smallest(token())).toBe('a');
  });
});
