/** Short texts, letter by letter, masked on the way where a key is given (RFC 6455 §5.3). @module */
import { describe, expect, it } from '@jest/globals';
import { keyToWord } from 'sansocket/masking';
import { SHORT_TEXT } from '../../src/bytes/index.ts';
import { decodeShortAscii, encodeShortAscii } from '../../src/masking/index.ts';
import { hex, pattern } from '../support/bytes.ts';
import { referenceMask } from '../support/reference-frames.ts';

const key = hex('37 fa 21 3d');
const noKey = hex('00 00 00 00');
const lengths = Array.from({ length: SHORT_TEXT + 1 }, (_, length) => length);

/** Letters that all differ, U+0000 and U+007F among them. */
function lettersOf(length: number): string {
  return '\x7f\0'.padEnd(length, 'abcdefghijklmnopqrstuvwxyz').slice(0, length);
}

describe.each([[noKey], [key]])('short texts with the masking key %j', (maskingKey) => {
  const word = keyToWord(maskingKey);

  it.each(lengths)(
    'of %i letters are written at a position and nowhere else, and read',
    (length) => {
      const text = lettersOf(length);
      const target = pattern(length + 9);
      expect(encodeShortAscii(text, target, 5, word)).toBe(true);
      expect(target.slice(5, 5 + length)).toEqual(referenceMask(Buffer.from(text), maskingKey));
      expect(target.slice(0, 5)).toEqual(pattern(length + 9).slice(0, 5));
      expect(target.slice(5 + length)).toEqual(pattern(length + 9).slice(5 + length));
      expect(decodeShortAscii(target, 5, 5 + length, word)).toBe(text);
    },
  );

  it('are given up for a letter beyond ASCII, wherever it stands', () => {
    for (const length of lengths) {
      for (let at = 0; at < length; at++) {
        const text = `${'a'.repeat(at)}\x80${'a'.repeat(length - at - 1)}`;
        expect(encodeShortAscii(text, new Uint8Array(length), 0, word)).toBe(false);
        const bytes = referenceMask(Buffer.from(text, 'latin1'), maskingKey);
        expect(decodeShortAscii(bytes, 0, length, word)).toBeUndefined();
      }
    }
  });

  it('are not read when they are longer', () => {
    const bytes = referenceMask(new Uint8Array(SHORT_TEXT + 1).fill(0x61), maskingKey);
    expect(decodeShortAscii(bytes, 0, SHORT_TEXT, word)).toBe('a'.repeat(SHORT_TEXT));
    expect(decodeShortAscii(bytes, 0, SHORT_TEXT + 1, word)).toBeUndefined();
  });
});
