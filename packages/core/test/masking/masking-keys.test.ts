import { describe, expect, it } from '@jest/globals';
import { wordToKey } from 'sansocket/masking';
import { MaskingKeys } from '../../src/masking/index.ts';
import { concat } from '../support/bytes.ts';
import { countingRandom } from '../support/entropy.ts';

/** A source that keeps a copy of each block that it gave. */
function recordingRandom(): { blocks: Uint8Array[]; fill: (bytes: Uint8Array) => void } {
  const blocks: Uint8Array[] = [];
  const count = countingRandom();
  const fill = (bytes: Uint8Array) => {
    count(bytes);
    blocks.push(bytes.slice());
  };
  return { blocks, fill };
}

function take(keys: MaskingKeys, count: number): Uint8Array[] {
  return Array.from({ length: count }, () => wordToKey(keys.next()));
}

describe('MaskingKeys.next()', () => {
  it('gives the bytes of the source in their order', () => {
    expect(take(new MaskingKeys(countingRandom()), 3)).toEqual([
      Uint8Array.of(1, 2, 3, 4),
      Uint8Array.of(5, 6, 7, 8),
      Uint8Array.of(9, 10, 11, 12),
    ]);
  });

  it('gives each byte of entropy once, none twice and none left out (§5.3, §10.3)', () => {
    const { blocks, fill } = recordingRandom();
    const given = concat(...take(new MaskingKeys(fill), 16_000));
    const drawn = concat(...blocks);
    expect(given).toEqual(drawn.slice(0, given.length));
    expect(drawn.length - given.length).toBeLessThan(16_384);
  });

  it('draws nothing before the first key', () => {
    const { blocks, fill } = recordingRandom();
    expect(new MaskingKeys(fill)).toBeDefined();
    expect(blocks).toEqual([]);
  });

  it('draws blocks that double from 64 to 16 384 bytes', () => {
    const doubling = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384];
    const expected = [...doubling, 16_384, 16_384];
    const { blocks, fill } = recordingRandom();
    const bytes = expected.reduce((sum, size) => sum + size, 0);
    take(new MaskingKeys(fill), bytes / 4);
    expect(blocks.map((block) => block.length)).toEqual(expected);
  });

  it('throws what the source throws, and gives no byte of that block', () => {
    let broken = true;
    const count = countingRandom();
    const keys = new MaskingKeys((bytes) => {
      if (broken) {
        bytes.fill(0xee);
        throw new Error('no entropy');
      }
      count(bytes);
    });
    expect(() => keys.next()).toThrow('no entropy');
    expect(() => keys.next()).toThrow('no entropy');
    broken = false;
    expect(wordToKey(keys.next())).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it.each([16, 1008 + 1024])(
    'does not go on with old bytes when the source throws after %i keys',
    (keysBefore) => {
      let broken = false;
      const count = countingRandom();
      const keys = new MaskingKeys((bytes) => {
        if (broken) throw new Error('no entropy');
        count(bytes);
      });
      take(keys, keysBefore);
      broken = true;
      expect(() => keys.next()).toThrow('no entropy');
      broken = false;
      const first = (4 * keysBefore) % 256;
      expect(wordToKey(keys.next())).toEqual(
        Uint8Array.of(first + 1, first + 2, first + 3, first + 4),
      );
    },
  );

  it('keeps the keys of two connections apart', () => {
    const first = new MaskingKeys(countingRandom());
    const second = new MaskingKeys(countingRandom());
    expect([first.next(), first.next()]).toEqual([second.next(), second.next()]);
  });
});
