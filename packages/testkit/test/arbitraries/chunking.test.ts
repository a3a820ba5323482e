import { describe, expect, it } from '@jest/globals';
import { chunked, chunking, cutIntoChunks } from '@sansocket/testkit/arbitraries';
import { concat, positionBytes } from '@sansocket/testkit/wire';
import { sample, share, smallest } from '../support/smallest.ts';

const bytes = positionBytes(1000);

describe('chunked()', () => {
  const samples = sample(chunked(bytes, [2, 500, 998]), 1000);

  it('yields chunks that make up the bytes, none of them empty', () => {
    for (const chunks of samples) {
      expect(Buffer.compare(concat(...chunks), bytes)).toBe(0);
      expect(chunks.every(({ length }) => length > 0)).toBe(true);
    }
  });

  it('cuts at landmarks and anywhere, and byte by byte', () => {
    const first = samples.map(([chunk]) => chunk!.length);

    expect(share(first, (length) => length === 2)).toBeGreaterThan(0.2);
    expect(share(first, (length) => length > 2 && length < 1000)).toBeGreaterThan(0.2);
    expect(share(samples, ({ length }) => length === 1000)).toBeGreaterThan(0.1);
    expect(share(samples, ({ length }) => length === 1)).toBeGreaterThan(0.05);
  });

  it('shrinks to one chunk', () => {
    expect(smallest(chunked(bytes))).toEqual([bytes]);
    expect(smallest(chunked(bytes), ({ length }) => length > 1)).toHaveLength(2);
  });
});

describe('cutIntoChunks()', () => {
  it('cuts other bytes in the same way', () => {
    const [cuts] = sample(chunking(), 1);

    expect(cutIntoChunks(new Uint8Array(0), cuts!)).toEqual([]);
    expect(cutIntoChunks(bytes, { type: 'every', size: 400 }).map(({ length }) => length)).toEqual([
      400, 400, 200,
    ]);
  });
});
