import { describe, expect, it } from '@jest/globals';
import { denoCapabilities } from '@sansocket/deno';

const { mask, decodeText, allocate } = denoCapabilities();

describe('denoCapabilities()', () => {
  it('decodes text as it is, a byte order mark and U+FFFD in it, and nothing that is not UTF-8', () => {
    for (const text of ['a'.repeat(100), '\ufeffé€𝄞'.repeat(20), `${'a'.repeat(30)}\ufffd`]) {
      const bytes = new TextEncoder().encode(`__${text}__`);
      expect(decodeText!(bytes, 2, bytes.length - 2)).toBe(text);
    }
    const broken = new Uint8Array(40).fill(0x61);
    broken[39] = 0xc3;
    expect(decodeText!(broken, 0, 40)).toBeUndefined();
    expect(decodeText!(broken, 0, 39)).toBe('a'.repeat(39));
  });

  it.each([
    [1024, 8192],
    [1025, 1025],
  ])('makes plain arrays of %i bytes on a buffer of %i', (bytes, held) => {
    const array = allocate!(bytes);
    expect(array.constructor).toBe(Uint8Array);
    expect([array.length, array.buffer.byteLength]).toEqual([bytes, held]);
  });

  it('masks', () => {
    const bytes = new Uint8Array(5000);
    mask!(bytes, 1, 5000, 0x04030201);
    expect([...bytes.subarray(0, 6)]).toEqual([0, 1, 2, 3, 4, 1]);
  });
});
