/**
 * Bytes that are not UTF-8, for one known reason (RFC 3629 §3, §4).
 *
 * @module
 */

import fc from 'fast-check';
import { concat, utf8 } from '../wire/index.ts';
import { utf8Text } from './utf8-text.ts';

/** Why bytes are not UTF-8; `cut-off`: they end inside a code point. */
export type Utf8Defect =
  | 'continuation-first'
  | 'lead-overlong-two'
  | 'lead-above-f4'
  | 'overlong-three'
  | 'surrogate'
  | 'overlong-four'
  | 'above-10ffff'
  | 'second-of-two-missing'
  | 'second-of-three-missing'
  | 'third-of-three-missing'
  | 'second-of-four-missing'
  | 'third-of-four-missing'
  | 'fourth-of-four-missing'
  | 'cut-off';

type InnerDefect = Exclude<Utf8Defect, 'cut-off'>;

/** The bytes of the code point before the offending byte, and the least and greatest value of that byte. */
type Row = readonly [begun: readonly number[], offending: readonly [least: number, most: number]];

const DEFECTS: Readonly<Record<InnerDefect, Row>> = {
  'continuation-first': [[], [0x80, 0xbf]],
  'lead-overlong-two': [[], [0xc0, 0xc1]],
  'lead-above-f4': [[], [0xf5, 0xff]],
  'overlong-three': [[0xe0], [0x80, 0x9f]],
  surrogate: [[0xed], [0xa0, 0xbf]],
  'overlong-four': [[0xf0], [0x80, 0x8f]],
  'above-10ffff': [[0xf4], [0x90, 0xbf]],
  'second-of-two-missing': [[0xc3], [0x20, 0x7f]],
  'second-of-three-missing': [[0xe2], [0x20, 0x7f]],
  'third-of-three-missing': [
    [0xe2, 0x82],
    [0xc2, 0xf4],
  ],
  'second-of-four-missing': [[0xf0], [0xc2, 0xf4]],
  'third-of-four-missing': [
    [0xf0, 0x9f],
    [0x20, 0x7f],
  ],
  'fourth-of-four-missing': [
    [0xf0, 0x9f, 0x98],
    [0x20, 0x7f],
  ],
};

/** Code points of which bytes are missing at the end. */
const CUT_OFF = [[0xc3], [0xe2], [0xe2, 0x82], [0xf0], [0xf0, 0x9f], [0xf0, 0x9f, 0x98]];

/** Bytes that would be UTF-8 except at one place. */
export interface InvalidUtf8 {
  readonly label: Utf8Defect;
  readonly bytes: Uint8Array;
  /**
   * Index of the first byte after which no continuation of this length is UTF-8. For `cut-off` that is the first byte
   * of the code point that does not fit.
   */
  readonly offset: number;
}

/**
 * Yields: valid text, one defect, valid text; no text after `cut-off`, and at least three bytes after any other.
 * Shrinks to: no text before, `aaa` after, the least offending byte.
 *
 * @param maxText - The most code points on each side. Default: 10.
 */
export function invalidUtf8(maxText = 10): fc.Arbitrary<InvalidUtf8> {
  const labels = Object.keys(DEFECTS) as InnerDefect[];
  return fc.oneof(
    { withCrossShrink: true },
    ...labels.map((label) => ({ weight: 1, arbitrary: withDefect(label, maxText) })),
    { weight: 3, arbitrary: cutOff(maxText) },
  );
}

function withDefect(label: InnerDefect, maxLength: number): fc.Arbitrary<InvalidUtf8> {
  const [lead, [min, max]] = DEFECTS[label];
  const before = utf8Text({ maxLength });
  const behind = utf8Text({ minLength: 3, maxLength: Math.max(3, maxLength) });
  return fc.tuple(before, fc.integer({ min, max }), behind).map(([text, byte, rest]) => {
    const start = concat(utf8(text), Uint8Array.from(lead));
    const bytes = concat(start, Uint8Array.of(byte), utf8(rest));
    return { label, bytes, offset: start.length };
  });
}

function cutOff(maxLength: number): fc.Arbitrary<InvalidUtf8> {
  return fc.tuple(utf8Text({ maxLength }), fc.constantFrom(...CUT_OFF)).map(([text, begun]) => {
    const start = utf8(text);
    return {
      label: 'cut-off',
      bytes: concat(start, Uint8Array.from(begun)),
      offset: start.length,
    };
  });
}
