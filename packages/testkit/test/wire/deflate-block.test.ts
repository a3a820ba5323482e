import { constants, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  concat,
  type DeflateBlock,
  hex,
  plainOf,
  serializeDeflate,
  toHex,
  utf8,
} from '@sansocket/testkit/wire';

const hello = Array.from(utf8('Hello'));

/** What zlib makes of a message, the four bytes of RFC 7692 §7.2.2 added. */
function inflate(bytes: Uint8Array): Uint8Array {
  const whole = concat(bytes, hex('00 00 ff ff'));
  return Uint8Array.from(inflateRawSync(whole, { finishFlush: constants.Z_SYNC_FLUSH }));
}

describe('serializeDeflate()', () => {
  it('writes the examples of RFC 7692 §7.2.3', () => {
    const bytes = (...blocks: DeflateBlock[]): string => toHex(serializeDeflate(blocks));

    expect(bytes({ type: 'fixed', tokens: hello })).toBe('f2 48 cd c9 c9 07 00');
    expect(bytes({ type: 'stored', bytes: utf8('Hello') })).toBe(
      '00 05 00 fa ff 48 65 6c 6c 6f 00',
    );
    expect(bytes({ type: 'fixed', final: true, tokens: hello })).toBe('f3 48 cd c9 c9 07 00 00');
    expect(
      bytes(
        { type: 'fixed', tokens: hello.slice(0, 2) },
        { type: 'stored', bytes: new Uint8Array(0) },
        { type: 'fixed', tokens: hello.slice(2) },
      ),
    ).toBe('f2 48 05 00 00 00 ff ff ca c9 c9 07 00');
    expect(bytes()).toBe('00');
  });

  it('writes every length from every distance symbol (RFC 1951 §3.2.5)', () => {
    const history = Array.from({ length: 32_768 }, (_, i) => (i * 7) % 251);
    const start: DeflateBlock = { type: 'stored', bytes: Uint8Array.from(history) };
    const lengths = Array.from({ length: 256 }, (_, i) => i + 3);
    const distances = Array.from({ length: 16 }, (_, i) => [2 ** i, 3 * 2 ** i - 1]).flat();
    const tokens = lengths.map((length, i) => ({
      length,
      distance: Math.min(distances[i % distances.length]!, 32_768),
    }));
    for (const type of ['fixed', 'dynamic'] as const) {
      const blocks: DeflateBlock[] = [start, { type, tokens }];

      expect(inflate(serializeDeflate(blocks))).toEqual(plainOf(blocks));
    }
  });

  it('writes dynamic codes of any shape (RFC 1951 §3.2.7)', () => {
    const literals = Array.from({ length: 256 }, (_, i) => i);
    for (const tokens of [[], [7], literals, [...hello, { length: 258, distance: 5 }]]) {
      for (const skew of [0, 1, 6]) {
        for (const runs of [false, true]) {
          const blocks: DeflateBlock[] = [{ type: 'dynamic', tokens, skew, runs }];

          expect(inflate(serializeDeflate(blocks))).toEqual(plainOf(blocks));
        }
      }
    }
  });
});

describe('plainOf()', () => {
  it('reaches back into the history, and no farther', () => {
    const blocks: DeflateBlock[] = [{ type: 'fixed', tokens: [{ length: 5, distance: 2 }] }];

    expect(plainOf(blocks, hex('01 02 03'))).toEqual(hex('02 03 02 03 02'));
    expect(() => plainOf(blocks, hex('01'))).toThrow('Distance is 2, more than the 1 bytes before');
    expect(() => plainOf([{ type: 'raw', bits: [] }])).toThrow(RangeError);
  });
});
