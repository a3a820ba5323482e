import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fragment } from '../../src/fragmentation/index.ts';
import { concat, hex, pattern, toHex } from '../support/bytes.ts';

describe('fragment()', () => {
  it.each<[number, number, number[]]>([
    [0, 4, [0]],
    [1, 4, [1]],
    [4, 4, [4]],
    [5, 4, [4, 1]],
    [8, 4, [4, 4]],
    [9, 4, [4, 4, 1]],
    [3, 1, [1, 1, 1]],
    [9, Infinity, [9]],
  ])('cuts %i bytes by %p into fragments of %p (§5.4)', (length, maxFragmentBytes, lengths) => {
    const fragments = fragment(pattern(length), maxFragmentBytes);
    expect(fragments.map((piece) => piece.length)).toEqual(lengths);
    expect(concat(...fragments)).toEqual(pattern(length));
  });

  it('gives views and copies nothing', () => {
    const payload = pattern(10);
    for (const piece of fragment(payload, 3)) expect(piece.buffer).toBe(payload.buffer);
    expect(fragment(payload, 10)[0]).toBe(payload);
  });

  it('cuts inside a code point: only the whole message is UTF-8 (§5.6)', () => {
    expect(fragment(hex('e2 82 ac'), 2).map(toHex)).toEqual(['e2 82', 'ac']);
  });

  it('loses nothing, and gives none too long', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 210 }),
        (payload, most) => {
          const fragments = fragment(payload, most);
          expect(concat(...fragments)).toEqual(payload);
          expect(fragments.slice(0, -1).every((piece) => piece.length === most)).toBe(true);
          expect(fragments.at(-1)!.length).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});
