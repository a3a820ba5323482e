import { describe, expect, it } from '@jest/globals';
import { nodeCapabilities } from '@sansocket/node';

const { mask, decodeText, decodeAscii, encodeText, allocate } = nodeCapabilities();

describe('nodeCapabilities()', () => {
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

  it('decodes ASCII', () => {
    expect(decodeAscii!(new TextEncoder().encode('_\0a~\x7f_'), 1, 5)).toBe('\0a~\x7f');
  });

  it('encodes text as the engine does, a lone surrogate as U+FFFD', () => {
    for (const text of ['a'.repeat(100), '\ufeffé€𝄞'.repeat(20), 'a\ud83d', '\ude00a', '']) {
      const target = new Uint8Array(3 * text.length + 2);
      const expected = new TextEncoder().encode(text);
      expect(encodeText!(text, target, 1)).toBe(expected.length);
      expect(target.slice(1, 1 + expected.length)).toEqual(expected);
      expect([target[0], target[1 + expected.length]]).toEqual([0, 0]);
    }
  });

  it.each([0, 64, 1025, 100_000])(
    'makes plain arrays of %i bytes on a buffer of their own',
    (n) => {
      const bytes = allocate!(n);
      expect(bytes.constructor).toBe(Uint8Array);
      expect([bytes.length, bytes.buffer.byteLength]).toEqual([n, n]);
    },
  );

  it.each([65, 1024])(
    'makes plain arrays of %i bytes on a buffer that no thread takes away',
    (n) => {
      const bytes = allocate!(n);
      expect(bytes.constructor).toBe(Uint8Array);
      expect([bytes.length, bytes.buffer.byteLength]).toEqual([n, 8192]);
      // Node 20 makes a copy instead, later versions throw.
      try {
        structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
      } catch {}
      expect(bytes).toHaveLength(n);
    },
  );

  it('masks', () => {
    const bytes = new Uint8Array(5000);
    mask!(bytes, 1, 5000, 0x04030201);
    expect([...bytes.subarray(0, 6)]).toEqual([0, 1, 2, 3, 4, 1]);
  });
});
