/**
 * Defects of a message of permessage-deflate, as frames (RFC 7692 §7.2.2).
 *
 * @module
 */

import fc from 'fast-check';
import { inflate } from '../model/index.ts';
import type { WireFrame } from '../wire/index.ts';
import { type DefectiveDeflate, deflateDefect } from './deflate-defect.ts';
import { BYTE_0, type FrameDefect } from './frame-defect.ts';

const RSV1 = 0x40;
const WHOLE = 65_536;

/**
 * Yields: a binary message that cannot be inflated, in one frame, or in two of which the second has the defect. Shrinks
 * to: the defect alone, in one.
 */
export function compressedDefect(): fc.Arbitrary<FrameDefect> {
  return fc
    .tuple(deflateDefect(), fc.option(fc.nat({ max: WHOLE - 1 })))
    .map(([defect, place]) => ({
      label: `deflate-${defect.label}`,
      rule: 'extension-data-invalid',
      place: 'between',
      frames: () => framesOf(defect, place),
      // A fault in the output cannot be assigned to a byte.
      offending: BYTE_0,
    }));
}

function framesOf({ bytes }: DefectiveDeflate, place: number | null): readonly WireFrame[] {
  const whole = { opcode: 2, reservedBits: RSV1, payload: bytes };
  if (place === null) return [whole];
  const cut = Math.floor((place * bytes.length) / WHOLE);
  const beginning = bytes.slice(0, cut);
  if (inflate(beginning, { isLast: false }).state !== 'more') return [whole];
  return [
    { ...whole, fin: false, payload: beginning },
    { opcode: 0, payload: bytes.slice(cut) },
  ];
}
