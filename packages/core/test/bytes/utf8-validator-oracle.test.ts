/**
 * The validator beside the engine's strict decoder, over every sequence of up to three bytes and over
 * all classes of lead and continuation bytes of four.
 */
import { describe, expect, it } from '@jest/globals';
import { Utf8Validator } from 'sansocket/bytes';
import { toHex } from '../support/bytes.ts';

const oracle = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    oracle.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether some text begins with these bytes: what follows decides among few continuations. */
function beginsText(bytes: Uint8Array): boolean {
  const tails = [[], [0x80], [0x80, 0x80], [0x80, 0x80, 0x80], [0x90, 0x80, 0x80], [0xa0, 0x80]];
  return tails.some((tail) => isUtf8(Uint8Array.of(...bytes, ...tail)));
}

/** All that can follow a lead byte in two bytes, U+10FFFF behind each: seven bytes a sequence. */
function sequencesOfThree(): Uint8Array {
  const bytes = new Uint8Array(7 * 0x1_0000);
  for (let i = 0; i < 0x1_0000; i++) {
    bytes.set([0, i >>> 8, i & 0xff, 0xf4, 0x8f, 0xbf, 0xbf], 7 * i);
  }
  return bytes;
}

/**
 * Which of these sequences are UTF-8, by a decoder that repairs, as one that throws takes too long:
 * U+FFFD is in the place of what is not.
 */
function validOf(lead: number, sequences: Uint8Array): boolean[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(sequences);
  const parts = text.split('\u{10ffff}').slice(0, -1);
  return parts.map((part, i) => !part.includes('\ufffd') || (lead === 0xef && i === 0xbfbd));
}

/** The verdict on a whole text, in one piece, and in two for each cut. */
function verdicts(bytes: Uint8Array): boolean[] {
  return Array.from(bytes, (_, cut) => {
    const validator = new Utf8Validator();
    const valid = validator.push(bytes, 0, cut) === -1 && validator.push(bytes, cut) === -1;
    return valid && validator.needed === 0;
  });
}

/** Adds the sequence to `wrong` unless every verdict is the oracle's. */
function judge(bytes: Uint8Array, wrong: string[]): void {
  const expected = isUtf8(bytes);
  if (verdicts(bytes).some((verdict) => verdict !== expected)) wrong.push(toHex(bytes));
}

describe('Utf8Validator beside the engine', () => {
  it('agrees on every sequence of one and two bytes, cut anywhere (§8.1)', () => {
    const wrong: string[] = [];
    for (let first = 0; first < 256; first++) {
      judge(Uint8Array.of(first), wrong);
      for (let second = 0; second < 256; second++) judge(Uint8Array.of(first, second), wrong);
    }
    expect(wrong).toEqual([]);
  });

  it('agrees on every sequence of three bytes that begins with no ASCII (§8.1)', () => {
    const wrong: string[] = [];
    const validator = new Utf8Validator();
    const sequences = sequencesOfThree();
    for (let lead = 0x80; lead < 256; lead++) {
      for (let i = 0; i < 0x1_0000; i++) sequences[7 * i] = lead;
      const expected = validOf(lead, sequences);
      expect(expected).toHaveLength(0x1_0000);
      for (let i = 0; i < 0x1_0000; i++) {
        validator.reset();
        const valid = validator.push(sequences, 7 * i, 7 * i + 3) === -1 && validator.needed === 0;
        if (valid !== expected[i]) wrong.push(toHex(sequences.slice(7 * i, 7 * i + 3)));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('agrees on every class of lead and continuation bytes of four, cut anywhere (§8.1)', () => {
    const classes = [0x41, 0x80, 0xbf, 0xc2, 0xf0];
    const wrong: string[] = [];
    for (let lead = 0xc0; lead < 256; lead++) {
      for (const second of [...classes, 0x7f, 0x8f, 0x90, 0x9f, 0xa0, 0xc0]) {
        for (const third of classes) {
          for (const fourth of classes) judge(Uint8Array.of(lead, second, third, fourth), wrong);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('fails at the first byte after which no text can follow, and not before (§8.1)', () => {
    const classes = [0x61, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xff];
    const wrong: string[] = [];
    for (let lead = 0xc0; lead < 256; lead++) {
      for (const second of classes) {
        for (const third of classes) {
          const bytes = Uint8Array.of(lead, second, third);
          const index = [1, 2, 3].find((length) => !beginsText(bytes.subarray(0, length)));
          const expected = index === undefined ? -1 : index - 1;
          if (new Utf8Validator().push(bytes) !== expected) wrong.push(toHex(bytes));
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
