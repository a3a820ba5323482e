import { describe, expect, it } from '@jest/globals';
import { gatherWords, moveBytes, moveWords, readKey, wordsOf } from '../../src/masking/index.ts';
import { hex, pattern, toHex } from '../support/bytes.ts';
import { referenceMask } from '../support/reference-frames.ts';

const key = hex('37 fa 21 3d');
const word = readKey(key, 0);

/** What a target of words becomes: zeros around the payload in its words, else as it was. */
function expected(source: Uint8Array, from: number, length: number): Uint8Array {
  const target = new Uint8Array(64).fill(0xee);
  const at = 8 + (from & 3);
  if (length > 0) target.fill(0, at & ~3, (at + length + 3) & ~3);
  target.set(referenceMask(source.slice(from, from + length), key, 0), at);
  return target;
}

describe('moveWords()', () => {
  it('moves and masks payloads of any length at any place, with zeros around them', () => {
    const source = pattern(64);
    for (let from = 0; from < 8; from++) {
      for (let length = 0; length < 40; length++) {
        const target = new Uint8Array(64).fill(0xee);
        moveWords(wordsOf(source), from, wordsOf(target), 8 + (from & 3), length, word);
        expect(toHex(target)).toBe(toHex(expected(source, from, length)));
      }
    }
    expect(source).toEqual(pattern(64));
  });
});

describe('gatherWords()', () => {
  it('moves and masks payloads of any length, from the first word on', () => {
    const source = pattern(64);
    for (let from = 0; from < 8; from++) {
      for (let length = 0; length < 40; length++) {
        const target = new Uint8Array(64).fill(0xee);
        const isAscii = gatherWords(source, from, wordsOf(target), length, word);
        const payload = source.slice(from, from + length);
        const masked = referenceMask(payload, key, 0);
        expect(isAscii).toBe(masked.every((byte) => byte < 0x80));
        expect([...target.slice(length, (length & ~3) + 4)].every((byte) => byte === 0)).toBe(true);
        expect(toHex(target.slice(0, length))).toBe(toHex(masked));
        expect(target[(length & ~3) + 4]).toBe(0xee);
      }
    }
    expect(source).toEqual(pattern(64));
  });
});

describe('moveBytes()', () => {
  it('leaves alone what stands before the first word and behind the payload', () => {
    for (let from = 0; from < 4; from++) {
      for (const length of [1, 2, 3, 4, 9]) {
        const target = new Uint8Array(64).fill(0xee);
        const at = 8 + from;
        moveBytes(pattern(64), from, target, at, 0, length, word);
        expect(toHex(target.slice(0, 8))).toBe('ee ee ee ee ee ee ee ee');
        expect(target[at + length]).toBe(0xee);
      }
    }
  });

  it('does the same byte by byte, and goes on where words have ended', () => {
    const source = pattern(64);
    for (let from = 0; from < 4; from++) {
      for (let begin = -1; begin <= 20; begin++) {
        const target = new Uint8Array(64).fill(0xee);
        const at = 8 + (from & 3);
        if (begin > 0) moveWords(wordsOf(source), from, wordsOf(target), at, begin, word);
        moveBytes(source, from, target, at, begin, 20, word);
        const moved = expected(source, from, 20).slice(8, at + 20);
        expect(toHex(target.slice(8, at + 20))).toBe(toHex(moved));
      }
    }
  });
});
