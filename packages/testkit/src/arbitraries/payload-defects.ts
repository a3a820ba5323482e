/**
 * Defects of the payload of text and Close frames (RFC 6455 §5.5.1, §7.4, §8.1).
 *
 * @module
 */

import fc from 'fast-check';
import { bigEndian, concat, utf8, type WireFrame } from '../wire/index.ts';
import { closeCode, illegalCloseCode } from './close-code.ts';
import { BYTE_1, type FrameDefect } from './frame-defect.ts';
import { type InvalidUtf8, invalidUtf8 } from './invalid-utf8.ts';
import { utf8Text } from './utf8-text.ts';

/** Defects of payloads. */
export function payloadDefects(): fc.Arbitrary<FrameDefect>[] {
  return [
    { weight: 3, defect: textNotUtf8() },
    { weight: 1, defect: closeCodeInvalid() },
    { weight: 1, defect: closeReasonNotUtf8() },
  ].flatMap(({ weight, defect }) => Array.from({ length: weight }, () => defect));
}

const WHOLE = 65_536;

/** In one frame, or in two: the second then has the defect, or is too short to complete the character. */
function textNotUtf8(): fc.Arbitrary<FrameDefect> {
  return fc
    .tuple(invalidUtf8(), fc.option(fc.nat({ max: WHOLE - 1 })), fc.boolean())
    .map(([text, place, fin]) => {
      const { label, bytes, offset } = text;
      const cut = place === null ? 0 : cutOf(text, place);
      const last = {
        opcode: place === null ? 1 : 0,
        fin: fin || label === 'cut-off',
        payload: bytes.slice(cut),
      };
      return {
        label: `text-${label}`,
        rule: 'text-not-utf8',
        place: 'between',
        frames: () => (place === null ? [last] : [begun(bytes.slice(0, cut)), last]),
        offending: cut > offset ? BYTE_1 : { in: 'payload', index: offset - cut },
      };
    });
}

/** Before the offending byte; for `cut-off` also inside the code point or after it. */
function cutOf({ label, bytes, offset }: InvalidUtf8, place: number): number {
  const last = label === 'cut-off' ? bytes.length : offset;
  return Math.floor((place * (last + 1)) / WHOLE);
}

function begun(payload: Uint8Array): WireFrame {
  return { opcode: 1, fin: false, payload };
}

function closeCodeInvalid(): fc.Arbitrary<FrameDefect> {
  return fc.tuple(illegalCloseCode(), utf8Text({ maxLength: 10 })).map(([code, reason]) => ({
    label: 'close-code-not-for-the-wire',
    rule: 'close-code-invalid',
    place: 'anywhere',
    frames: () => [{ opcode: 8, payload: concat(bigEndian(BigInt(code), 2), utf8(reason)) }],
    offending: { in: 'payload', index: beginsLegalCode(code >> 8) ? 1 : 0 },
  }));
}

/** Legal codes are 03e8 to 03f6 and 0bb8 to 1387. */
function beginsLegalCode(byte: number): boolean {
  return byte === 0x03 || (byte >= 0x0b && byte <= 0x13);
}

function closeReasonNotUtf8(): fc.Arbitrary<FrameDefect> {
  return fc.tuple(closeCode(), invalidUtf8()).map(([code, { label, bytes, offset }]) => ({
    label: `close-reason-${label}`,
    rule: 'close-reason-not-utf8',
    place: 'anywhere',
    frames: () => [{ opcode: 8, payload: concat(bigEndian(BigInt(code), 2), bytes) }],
    offending: { in: 'payload', index: 2 + offset },
  }));
}
