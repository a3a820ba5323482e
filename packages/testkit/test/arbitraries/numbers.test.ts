import { describe, expect, it } from '@jest/globals';
import {
  closeCode,
  declaredLength,
  illegalCloseCode,
  integerNear,
  lengthForm,
  maskingKey,
} from '@sansocket/testkit/arbitraries';
import { hex } from '@sansocket/testkit/wire';
import { isCloseCode } from 'sansocket/framing';
import { sample, share, smallest } from '../support/smallest.ts';

describe('integerNear()', () => {
  const numbers = integerNear([0, 500], { max: 1000 });

  it('yields half of its numbers near the landmarks, and all in the range', () => {
    const values = sample(numbers, 2000);
    const near = share(values, (value) => value <= 2 || Math.abs(value - 500) <= 2);

    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1000);
    expect(near).toBeGreaterThan(0.5);
    expect(near).toBeLessThan(0.8);
  });

  it('shrinks to the least that will do, landmark or not', () => {
    expect(smallest(numbers)).toBe(0);
    expect(smallest(numbers, (value) => value >= 137)).toBe(137);
    expect(smallest(integerNear([90], { min: 10, max: 99 }))).toBe(10);
  });
});

describe('maskingKey()', () => {
  it('yields four bytes, those that hide a missing mask often', () => {
    const payload = hex('01 02 03');
    const keys = sample(maskingKey(payload));

    for (const key of ['00,0,0,0', '255,255,255,255', '1,2,3,0']) {
      const wanted = key.replace('00', '0');
      expect(share(keys, (value) => value.join() === wanted)).toBeGreaterThan(0.05);
    }
    expect(share(keys, (value) => new Set(value).size > 2)).toBeGreaterThan(0.3);
    expect(keys.every((value) => value.length === 4)).toBe(true);
  });

  it('shrinks to zeros', () => {
    expect(smallest(maskingKey())).toEqual(hex('00 00 00 00'));
    expect(smallest(maskingKey(), (key) => key[2]! > 5)).toEqual(hex('00 00 06 00'));
  });
});

describe('closeCode()', () => {
  it('yields codes that may stand in a Close frame, each end of their runs (§7.4)', () => {
    const codes = sample(closeCode(), 2000);

    expect(codes.every(isCloseCode)).toBe(true);
    expect(codes).toEqual(expect.arrayContaining([1000, 1003, 1007, 1014, 3000, 4999]));
    expect(smallest(closeCode())).toBe(1000);
  });

  it('has an opposite', () => {
    const codes = sample(illegalCloseCode(), 2000);
    const ends = [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535];

    expect(codes.some(isCloseCode)).toBe(false);
    expect(codes).toEqual(expect.arrayContaining(ends));
    expect(smallest(illegalCloseCode())).toBe(1004);
  });
});

describe('lengthForm()', () => {
  it('yields the shortest form, or those that are too long (§5.2)', () => {
    expect(sample(lengthForm(125), 9)).toEqual(Array(9).fill(7));
    expect(sample(lengthForm(126), 9)).toEqual(Array(9).fill(16));
    expect(sample(lengthForm(65_536), 9)).toEqual(Array(9).fill(64));
    expect(new Set(sample(lengthForm(125, false)))).toEqual(new Set([16, 64]));
    expect(new Set(sample(lengthForm(126, false)))).toEqual(new Set([64]));
    expect(smallest(lengthForm(125, false))).toBe(16);
  });
});

describe('declaredLength()', () => {
  it('yields 64 bits, the ends of their parts often', () => {
    const lengths = new Set(sample(declaredLength(), 2000));
    const ends = [7n, 16n, 31n, 32n, 53n, 63n, 64n].map((bits) => 2n ** bits - 1n);

    for (const length of [0n, 125n, 126n, 65_536n, ...ends]) expect(lengths).toContain(length);
    expect(smallest(declaredLength())).toBe(0n);
  });
});
