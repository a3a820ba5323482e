/**
 * Frames of Hixie, and bytes that are nearly frames (hybi-00 §4.2).
 *
 * @module
 */

import fc from 'fast-check';
import { concat, latin1, positionBytes, utf8 } from '../wire/index.ts';
import { invalidUtf8 } from './invalid-utf8.ts';
import { utf8Text } from './utf8-text.ts';

/** Frames that the drafts or implementations of their time contain, a character for a byte. */
export const HIXIE_EXAMPLES: readonly string[] = [
  '\x00Hello\xff',
  '\x00\xff',
  '\x00Apple = \xef\xa3\xbf\xff',
  '\x00\x80\xff',
  '\x80\x02He\x00Hello\xff',
  'fH\xff\x00A\xff',
  '\xff\x00',
  '\xff\x80\x80\x00',
  '\xff\x02xy\x00yo\xff',
  '\x80\x00\xff\x00',
  `\xff\x00\x00behind\xff`,
  '\xff'.repeat(16),
];

/** Yields: frames in a row. Shrinks to: none. */
export function hixieFrames(): fc.Arbitrary<Uint8Array> {
  return fc.array(hixieFrame(), { maxLength: 6 }).map((frames) => concat(...frames));
}

function hixieFrame(): fc.Arbitrary<Uint8Array> {
  const text = fc.oneof(
    { weight: 3, arbitrary: utf8Text().map(utf8) },
    { weight: 1, arbitrary: invalidUtf8().map(({ bytes }) => bytes) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 100, max: 400 }).map((its) => positionBytes(its)) },
  );
  return fc.oneof(
    { weight: 4, arbitrary: text.map((bytes) => delimited(0, bytes)) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.integer({ min: 1, max: 0x7f }), text).map(([type, bytes]) => {
        return delimited(type, bytes);
      }),
    },
    { weight: 2, arbitrary: counted() },
    { weight: 1, arbitrary: fc.constantFrom(...HIXIE_EXAMPLES).map(latin1) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  );
}

/** A text contains no 0xFF. */
function delimited(type: number, bytes: Uint8Array): Uint8Array {
  return concat(
    Uint8Array.of(type),
    bytes.filter((byte) => byte !== 0xff),
    Uint8Array.of(0xff),
  );
}

/** The declared length may differ, and zeros may lead in it. */
function counted(): fc.Arbitrary<Uint8Array> {
  return fc
    .record({
      type: fc.integer({ min: 0x80, max: 0xff }),
      payload: fc.integer({ min: 0, max: 400 }).map((its) => positionBytes(its)),
      said: fc.option(fc.oneof(fc.nat({ max: 500 }), fc.maxSafeNat()), { freq: 5, nil: undefined }),
      zeros: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat({ max: 11 })),
    })
    .map(({ type, payload, said, zeros }) => {
      const digits = [
        ...Array.from({ length: zeros }, () => 0),
        ...digitsOf(said ?? payload.length),
      ];
      const length = digits.map((digit, i) => (i < digits.length - 1 ? 0x80 | digit : digit));
      return concat(Uint8Array.of(type, ...length), payload);
    });
}

/** In base 128. */
function digitsOf(number: number): readonly number[] {
  return number < 128 ? [number] : [...digitsOf(Math.floor(number / 128)), number % 128];
}
