import { describe, expect, it } from '@jest/globals';
import { createNativeMasker, keyToWord, type MaskingAddon } from 'sansocket/masking';
import { hex, pattern, toHex } from '../support/bytes.ts';
import { referenceMask } from '../support/reference-frames.ts';

describe('createNativeMasker()', () => {
  it('gives the add-on those bytes and no others, and the key as on the wire', () => {
    const given: string[] = [];
    const addon: MaskingAddon = {
      unmask(bytes, key) {
        given.push(`${bytes.length} ${toHex(key)}`);
        bytes.set(referenceMask(bytes, key, 0));
      },
    };
    const mask = createNativeMasker(addon);
    const bytes = pattern(2000);
    mask(bytes, 3, 1500, keyToWord(hex('f7 80 21 ff')));
    const expected = pattern(2000);
    expected.set(referenceMask(expected.slice(3, 1500), hex('f7 80 21 ff'), 0), 3);
    expect(Buffer.compare(bytes, expected)).toBe(0);
    expect(given).toEqual(['1497 f7 80 21 ff']);
  });
});
