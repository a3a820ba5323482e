import { describe, expect, it } from '@jest/globals';
import { denoCapabilities } from '@sansocket/deno';

const { mask, decodeText, decodeAscii, allocate } = denoCapabilities();

describe('denoCapabilities()', () => {
  it('decodes text as it is, a byte order mark and U+FFFD in it, and nothing that is not UTF-8', () => {
    const texts = ['a'.repeat(100), '\ufeffé€𝄞'.repeat(3), `${'a'.repeat(30)}\ufffd`];
    for (const text of texts.flatMap((short) => [short, short.repeat(20)])) {
      const bytes = new TextEncoder().encode(`__${text}__`);
      expect(decodeText!(bytes, 2, bytes.length - 2)).toBe(text);
    }
    const broken = new Uint8Array(40).fill(0x61);
    broken[39] = 0xc3;
    expect(decodeText!(broken, 0, 40)).toBeUndefined();
    expect(decodeText!(broken, 0, 39)).toBe('a'.repeat(39));
  });

  it('decodes what is ASCII', () => {
    const bytes = new TextEncoder().encode(`__${'az\0\x7f'.repeat(20)}__`);
    expect(decodeAscii!(bytes, 2, bytes.length - 2)).toBe('az\0\x7f'.repeat(20));
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
