import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type MutatorContext, mutate, mutators, Random } from '../../src/engine/index.ts';

const word = Uint8Array.of(0xca, 0xfe);
const partner = Uint8Array.of(0xb0, 0xb1, 0xb2, 0xb3);

function contextOf(seed: number): MutatorContext {
  return { random: new Random(seed), dictionary: [word], partner };
}

/** Everything that a mutator makes of an input with 400 seeds. */
function outcomes(name: string, input: readonly number[]): number[][] {
  return Array.from({ length: 400 }, (_, seed) =>
    Array.from(mutators[name]!(Uint8Array.from(input), contextOf(seed))),
  );
}

describe.each(Object.keys(mutators))('%s', (name) => {
  it('leaves its input alone, makes the same of it for the same seed, and takes an empty one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.nat(), (input, seed) => {
        const before = input.slice();
        const once = mutators[name]!(input, contextOf(seed));
        const twice = mutators[name]!(input, contextOf(seed));
        expect(input).toEqual(before);
        expect(twice).toEqual(once);
        expect(once.buffer).not.toBe(input.buffer);
      }),
      { numRuns: 50 },
    );
  });

  it('changes most inputs', () => {
    const input = [1, 2, 3, 4, 5, 6, 7, 8];
    const changed = outcomes(name, input).filter((output) => String(output) !== String(input));
    expect(changed.length).toBeGreaterThan(200);
  });
});

describe('mutators', () => {
  it('flip one bit', () => {
    for (const [byte] of outcomes('flipBit', [0])) expect(Math.log2(byte!) % 1).toBe(0);
  });

  it('insert and overwrite with a word of the dictionary', () => {
    expect(outcomes('insertWord', [1])).toContainEqual([1, 0xca, 0xfe]);
    expect(outcomes('insertWord', [1])).toContainEqual([0xca, 0xfe, 1]);
    expect(outcomes('overwriteWithWord', [1, 2, 3])).toContainEqual([1, 0xca, 0xfe]);
  });

  it('write numbers big-endian', () => {
    expect(outcomes('setInteger', [9, 9, 9, 9])).toContainEqual([0x03, 0xe8, 9, 9]);
  });

  it('delete, duplicate and move ranges', () => {
    expect(outcomes('deleteRange', [1, 2, 3])).toContainEqual([1, 3]);
    expect(outcomes('duplicateRange', [1, 2, 3])).toContainEqual([1, 2, 1, 2, 3]);
    expect(outcomes('moveRange', [1, 2, 3])).toContainEqual([1, 2, 2]);
  });

  it('splice with a partner, and take pieces of it', () => {
    expect(outcomes('splice', [1, 2])).toContainEqual([1, 0xb2, 0xb3]);
    expect(outcomes('insertFromPartner', [1, 2])).toContainEqual([1, 0xb1, 0xb2, 2]);
  });

  it('repeat a byte often enough for the next form of a length', () => {
    const lengths = outcomes('repeatByte', [7]).map(({ length }) => length);
    expect(Math.max(...lengths)).toBeGreaterThan(126);
  });
});

describe('mutate()', () => {
  it('keeps within the longest input', () => {
    for (let seed = 0; seed < 200; seed++) {
      expect(mutate(new Uint8Array(30), contextOf(seed), 32).length).toBeLessThanOrEqual(32);
    }
  });
});
