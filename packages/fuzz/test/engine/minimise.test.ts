import { describe, expect, it } from '@jest/globals';
import { minimise } from '../../src/engine/index.ts';

describe('minimise()', () => {
  it('leaves out what does not matter, and makes 0 of the rest', () => {
    const input = Uint8Array.from({ length: 200 }, (_, i) => i);
    const shows = (bytes: Uint8Array): boolean => bytes.indexOf(50) < bytes.indexOf(150);
    const small = minimise(input, shows, 10_000);
    expect(small).toEqual(Uint8Array.of(150).fill(150));
  });

  it('keeps the length that is needed', () => {
    const small = minimise(new Uint8Array(90).fill(3), ({ length }) => length > 40, 10_000);
    expect(small).toEqual(new Uint8Array(41));
  });

  it('gives up after so many attempts', () => {
    let calls = 0;
    minimise(new Uint8Array(500).fill(1), () => ++calls < 0, 100);
    expect(calls).toBe(100);
  });
});
