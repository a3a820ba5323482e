/**
 * Vectors of the payload length: its three forms, the least number of bytes, the bit that is 0
 * (RFC 6455 §5.2).
 *
 * @module
 */

import type { LengthForm } from '../wire/index.ts';
import { atHeader, type Breach, type FrameRow, frameVectors } from './frame-vectors.ts';
import { binary, gotBinary, gotText, pattern, text } from './frames-by-hand.ts';
import type { Vector } from './vector.ts';

/** Lengths of data frames. */
export function lengthsVectors(): Vector[] {
  return frameVectors('lengths', [...legalRows(), ...longRows(), ...msbRows(), ...otherRows]);
}

/** Around the borders of the forms; 256 and 65,536 are examples of §5.7. */
function legalRows(): FrameRow[] {
  return [0, 1, 124, 125, 126, 127, 128, 255, 256, 257, 65_534, 65_535, 65_536, 65_537].map(
    (length): FrameRow => ({
      id: `${length}`,
      title: `A binary message of ${length} bytes`,
      section: length === 256 || length === 65_536 ? '§5.7' : '§5.2',
      frames: [binary(pattern(length))],
      events: [gotBinary(pattern(length))],
    }),
  );
}

/** "The minimal number of bytes MUST be used": fails at the first byte that shows a longer form than necessary. */
function longRows(): FrameRow[] {
  const in16: LengthForm = 16;
  const in64: LengthForm = 64;
  const rows: readonly (readonly [length: number, form: LengthForm, byte: number])[] = [
    [0, in16, 3],
    [1, in16, 3],
    [125, in16, 3],
    [0, in64, 7],
    [125, in64, 7],
    [126, in64, 7],
    [255, in64, 7],
    [65_535, in64, 7],
  ];
  return rows.map(([length, lengthForm, byte]) => ({
    id: `${length}-in-${lengthForm}-bits`,
    title: `A length of ${length} in ${lengthForm} bits`,
    section: '§5.2',
    frames: [text('ok'), binary(pattern(Math.min(length, 256)), lengthOf(length, lengthForm))],
    events: [gotText('ok')],
    breaks: atHeader('length-not-minimal', 1, byte),
  }));
}

/** A length of 64 bits with its most significant bit set. */
function msbRows(): FrameRow[] {
  const lengths = {
    '2-63': 2n ** 63n,
    '2-63-and-1': 2n ** 63n + 1n,
    '2-64-less-1': 2n ** 64n - 1n,
  };
  return Object.entries(lengths).map(([name, declaredLength]) => ({
    id: `msb-${name}`,
    title: `A length of ${declaredLength}: the first of its 64 bits is set`,
    section: '§5.2',
    frames: [binary('', { declaredLength })],
    events: [],
    breaks: atHeader('length-over-63-bits', 0, 2),
  }));
}

const otherRows: readonly FrameRow[] = [
  incomplete('16', 'a length of 16 bits', 126n, 1),
  incomplete('64', 'a length of 64 bits', 65_536n, 1),
  {
    id: 'text-of-126',
    title: 'A text message of 126 bytes',
    section: '§5.2',
    frames: [text('x'.repeat(126))],
    events: [gotText('x'.repeat(126))],
  },
  beyondLimit('2-53', 2n ** 53n),
  beyondLimit('2-53-and-1', 2n ** 53n + 1n),
  beyondLimit('2-63-less-1', 2n ** 63n - 1n),
];

/** A client gets all of a header but its last byte; a server would wait for the key anyway. */
function incomplete(id: string, what: string, declaredLength: bigint, missing: number): FrameRow {
  return {
    id: `incomplete-in-${id}-bits`,
    title: `All but the last byte of ${what}`,
    section: '§5.2',
    frames: [binary('', { declaredLength })],
    events: [],
    missing,
    receivers: ['client'],
  };
}

/** Lengths that a double cannot tell from their neighbours, or that exceed every limit. */
function beyondLimit(id: string, declaredLength: bigint): FrameRow {
  const first = id === '2-63-less-1' ? 2 : 3;
  const breaks: Breach = atHeader('frame-too-long', 0, first);
  return {
    id: `beyond-limit-${id}`,
    title: `A length of ${declaredLength}, beyond the limit by its first byte that is not 0`,
    section: '§10.4',
    frames: [binary('', { declaredLength })],
    events: [],
    breaks,
  };
}

function lengthOf(length: number, lengthForm: LengthForm) {
  return { lengthForm, declaredLength: BigInt(length) } as const;
}
