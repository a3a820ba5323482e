import { constants, inflateRawSync, type Zlib } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  type DeflateSample,
  deflateBlocks,
  deflateDefect,
  deflateMessages,
} from '@sansocket/testkit/arbitraries';
import { inflate as inflateModel } from '@sansocket/testkit/model';
import { concat, hex } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { sample, share, smallest } from '../support/smallest.ts';

const TAIL = hex('00 00 ff ff');
const EMPTY = new Uint8Array(0);

/** What zlib makes of a message: it stops at each final block, and is started again behind it. */
function inflate(message: Uint8Array, history: Uint8Array, windowBits: number): Uint8Array {
  let rest = concat(message, TAIL);
  let plain: Uint8Array = EMPTY;
  while (rest.length > 0) {
    const dictionary = concat(history, plain).slice(-(2 ** windowBits));
    const { buffer, engine } = inflateRawSync(rest, {
      info: true,
      finishFlush: constants.Z_SYNC_FLUSH,
      windowBits,
      ...(dictionary.length > 0 && { dictionary }),
    }) as unknown as { buffer: Buffer; engine: Zlib };
    plain = concat(plain, buffer);
    rest = rest.slice(engine.bytesWritten);
  }
  return plain;
}

/** Each distance of a message, and how many bytes of the message come before it. */
function reachOf({ blocks }: DeflateSample): { distance: number; before: number }[] {
  const reach: { distance: number; before: number }[] = [];
  let before = 0;
  for (const block of blocks) {
    if (block.type === 'stored') before += block.bytes.length;
    for (const token of 'tokens' in block ? block.tokens : []) {
      if (typeof token !== 'number') reach.push({ distance: token.distance, before });
      before += typeof token === 'number' ? 1 : token.length;
    }
  }
  return reach;
}

describe('deflateBlocks()', () => {
  it.each([8, 9, 12, 15])('means what it says to zlib, windowBits %i', (windowBits) => {
    fc.assert(
      fc.property(deflateBlocks({ windowBits }), ({ bytes, plain }) => {
        expect(inflate(bytes, EMPTY, windowBits)).toEqual(plain);
      }),
      { numRuns: windowBits === 15 ? 40 : 100 },
    );
  });

  it('yields every kind of block, empty ones, final ones in the middle, the whole window', () => {
    const samples = sample(deflateBlocks({ windowBits: 9 }), 400);
    const some = (condition: (its: DeflateSample) => boolean): number => share(samples, condition);

    for (const type of ['stored', 'fixed', 'dynamic']) {
      expect(some(({ blocks }) => blocks.some((block) => block.type === type))).toBeGreaterThan(
        0.2,
      );
    }
    expect(
      some(({ blocks }) => blocks.slice(0, -1).some((block) => 'final' in block && block.final)),
    ).toBeGreaterThan(0.1);
    expect(
      some(({ blocks }) => blocks.some((block) => 'tokens' in block && block.tokens.length === 0)),
    ).toBeGreaterThan(0.05);
    const distances = samples.flatMap(reachOf).map(({ distance }) => distance);
    expect(Math.max(...distances)).toBe(512);
    expect(Math.min(...distances)).toBe(1);
  });

  it('shrinks to no block, or to an empty stored one', () => {
    expect(smallest(deflateBlocks())).toEqual({ blocks: [], bytes: hex('00'), plain: EMPTY });
    expect(smallest(deflateBlocks(), ({ blocks }) => blocks.length > 0)).toEqual({
      blocks: [{ type: 'stored', final: false, bytes: EMPTY }],
      bytes: hex('00 00 00 ff ff 00'),
      plain: EMPTY,
    });
  });
});

describe('deflateBlocks() to the reference model', () => {
  it('means what it says', () => {
    fc.assert(
      fc.property(deflateBlocks({ windowBits: 8 }), ({ bytes, plain: data }) => {
        const options = { isLast: true, windowBits: 8 };
        expect(inflateModel(bytes, options)).toMatchObject({ data, state: 'whole' });
      }),
      { numRuns: 100 },
    );
  });
});

describe('deflateMessages()', () => {
  it('refers back to the messages before', () => {
    fc.assert(
      fc.property(deflateMessages({ windowBits: 10 }), (messages) => {
        let history: Uint8Array = EMPTY;
        for (const { bytes, plain } of messages) {
          expect(inflate(bytes, history, 10)).toEqual(plain);
          history = concat(history, plain);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('needs that history', () => {
    const samples = sample(deflateMessages({ windowBits: 10 }), 200);
    const refersBack = share(samples, ([, second]) =>
      second === undefined
        ? false
        : reachOf(second).some(({ distance, before }) => distance > before),
    );

    expect(refersBack).toBeGreaterThan(0.1);
    expect(smallest(deflateMessages())).toEqual([]);
  });
});

describe('deflateDefect()', () => {
  it('is refused by the reference model, and by zlib but for what ends too soon', () => {
    const labels = new Set<string>();
    for (const { label, bytes } of sample(deflateDefect(), 600)) {
      labels.add(label);
      expect(inflateModel(bytes, { isLast: true }).state).toBe('illegal');
      if (label === 'cut-off') continue;
      expect(() => inflate(bytes, EMPTY, 15)).toThrow();
    }
    expect(labels.size).toBe(26);
  });

  it('shrinks to the defect alone', () => {
    const { bytes } = smallest(deflateDefect(), ({ label }) => label === 'block-type-3');

    expect(bytes.length).toBeLessThan(50);
  });
});
