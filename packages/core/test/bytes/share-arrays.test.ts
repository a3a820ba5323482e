import { describe, expect, it } from '@jest/globals';
import { shareArrays } from 'sansocket/bytes';

/** With what it has made. */
function sharing(): { allocate: (bytes: number) => Uint8Array; made: Uint8Array[] } {
  const made: Uint8Array[] = [];
  const allocate = shareArrays((bytes) => {
    const array = new Uint8Array(bytes);
    made.push(array);
    return array;
  });
  return { allocate, made };
}

describe('shareArrays()', () => {
  it('makes plain arrays of the length that is asked for, none over another', () => {
    const { allocate, made } = sharing();
    const arrays = [1, 8, 9, 0, 125, 1024].map((length, i) => allocate(length).fill(i + 1));
    expect(arrays.map((array) => array.length)).toEqual([1, 8, 9, 0, 125, 1024]);
    for (const [i, array] of arrays.entries()) {
      expect(array.constructor).toBe(Uint8Array);
      expect(array.every((byte) => byte === i + 1)).toBe(true);
    }
    expect(made.map(({ length }) => length)).toEqual([8192]);
  });

  it('begins each where there are views of elements of any size', () => {
    const { allocate } = sharing();
    const starts = [1, 8, 9, 3].map((length) => allocate(length).byteOffset);
    expect(starts).toEqual([0, 8, 16, 32]);
  });

  it('makes another array once the next part does not fit, to the last byte', () => {
    const { allocate, made } = sharing();
    const parts = Array.from({ length: 8 }, () => allocate(1024));
    expect(parts.map(({ byteOffset }) => byteOffset / 1024)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(made).toHaveLength(1);
    expect(allocate(1).byteOffset).toBe(0);
    expect(made).toHaveLength(2);
  });

  it('makes what is longer than 1 KiB by itself, and only what is shared by another function', () => {
    const asked: string[] = [];
    const maker = (name: string) => (bytes: number) => {
      asked.push(`${name} ${bytes}`);
      return new Uint8Array(bytes);
    };
    const allocate = shareArrays(maker('alone'), maker('shared'));
    expect([1024, 1025, 10].map((bytes) => allocate(bytes).buffer.byteLength)).toEqual([
      8192, 1025, 8192,
    ]);
    expect(asked).toEqual(['shared 8192', 'alone 1025']);
  });

  it('makes another once somebody has transferred it', () => {
    const { allocate, made } = sharing();
    const buffer = allocate(10).buffer as ArrayBuffer;
    structuredClone(buffer, { transfer: [buffer] });
    expect(allocate(10)).toHaveLength(10);
    expect(made).toHaveLength(2);
  });
});
