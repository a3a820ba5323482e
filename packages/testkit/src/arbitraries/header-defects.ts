/**
 * Defects of the first two bytes of a frame (RFC 6455 §5.1, §5.2, §5.4, §5.5).
 *
 * @module
 */

import fc from 'fast-check';
import { positionBytes, type WireFrame } from '../wire/index.ts';
import { reservedBits } from './frame.ts';
import { BYTE_0, BYTE_1, carrier, type FrameDefect } from './frame-defect.ts';
import { integerNear } from './integer-near.ts';

const RSV1 = 0x40;

/** Defects of bits and of the order of frames; RSV1 is no defect to a receiver that inflates. */
export function headerDefects(inflates: boolean): fc.Arbitrary<FrameDefect>[] {
  return [
    reservedBitSet(inflates ? RSV1 : 0),
    opcodeReserved(),
    controlFrameFragmented(),
    continuationWithoutMessage(),
    messageInterleaved(),
    maskWrong(),
    controlFrameTooLong(),
    controlLengthExtended(),
    closePayloadTooShort(),
  ];
}

/** @param owned - Bits that an extension may set. */
function reservedBitSet(owned: number): fc.Arbitrary<FrameDefect> {
  const bits = reservedBits().filter((set) => (set & ~owned) !== 0);
  return fc.tuple(carrier(), bits).map(([frame, set]) => ({
    label: 'reserved-bit-set',
    rule: 'reserved-bit-set',
    place: 'anywhere',
    frames: (message) => [{ ...frame(message), reservedBits: set }],
    offending: BYTE_0,
  }));
}

function opcodeReserved(): fc.Arbitrary<FrameDefect> {
  return fc
    .tuple(fc.constantFrom(3, 4, 5, 6, 7, 11, 12, 13, 14, 15), fc.boolean(), smallPayload())
    .map(([opcode, fin, payload]) => {
      const label = opcode < 8 ? 'data-opcode-reserved' : 'control-opcode-reserved';
      return atByte0(label, 'opcode-reserved', 'anywhere', { opcode, fin, payload });
    });
}

function controlFrameFragmented(): fc.Arbitrary<FrameDefect> {
  return fc.tuple(fc.constantFrom(9, 10, 8), fc.constantFrom(0, 2, 125)).map(([opcode, length]) => {
    const payload = opcode === 8 ? new Uint8Array(0) : positionBytes(length);
    const frame = { opcode, fin: false, payload };
    return atByte0('control-frame-without-fin', 'control-frame-fragmented', 'anywhere', frame);
  });
}

function continuationWithoutMessage(): fc.Arbitrary<FrameDefect> {
  return fc.tuple(fc.boolean(), smallPayload()).map(([fin, payload]) => {
    const label = fin ? 'continuation-with-fin' : 'continuation-without-fin';
    return atByte0(label, 'continuation-without-message', 'between', { opcode: 0, fin, payload });
  });
}

function messageInterleaved(): fc.Arbitrary<FrameDefect> {
  return fc
    .tuple(fc.constantFrom(1, 2), fc.boolean(), smallPayload())
    .map(([opcode, fin, payload]) => {
      const label = fin ? 'message-within-message' : 'fragment-within-message';
      return atByte0(label, 'message-interleaved', 'within', { opcode, fin, payload });
    });
}

/** The rule is named when the receiver is known. */
function maskWrong(): fc.Arbitrary<FrameDefect> {
  return carrier().map((frame) => ({
    label: 'mask-of-the-other-end',
    rule: 'frame-not-masked',
    place: 'anywhere',
    frames: (message) => [frame(message)],
    offending: BYTE_1,
    hasWrongMask: true,
  }));
}

function controlFrameTooLong(): fc.Arbitrary<FrameDefect> {
  return fc
    .tuple(fc.constantFrom(9, 10, 8), integerNear([126], { min: 126, max: 65_540 }))
    .map(([opcode, length]) => ({
      label: 'control-frame-over-125-bytes',
      rule: 'control-frame-too-long',
      place: 'anywhere',
      frames: () => [{ opcode, payload: closeLike(opcode, positionBytes(length)) }],
      offending: BYTE_1,
    }));
}

/** The seven bits alone show that the length is over 125. */
function controlLengthExtended(): fc.Arbitrary<FrameDefect> {
  return fc
    .tuple(fc.constantFrom(9, 10, 8), fc.constantFrom(0, 2, 125), fc.constantFrom(16, 64))
    .map(([opcode, length, lengthForm]) => ({
      label: 'control-frame-with-extended-length',
      rule: 'control-frame-too-long',
      place: 'anywhere',
      frames: () => [{ opcode, payload: closeLike(opcode, positionBytes(length)), lengthForm }],
      offending: BYTE_1,
    }));
}

function closePayloadTooShort(): fc.Arbitrary<FrameDefect> {
  return fc.nat({ max: 255 }).map((byte) => ({
    label: 'close-frame-with-one-byte',
    rule: 'close-payload-too-short',
    place: 'anywhere',
    frames: () => [{ opcode: 8, payload: Uint8Array.of(byte) }],
    offending: BYTE_1,
  }));
}

function atByte0(
  label: string,
  rule: FrameDefect['rule'],
  place: FrameDefect['place'],
  frame: WireFrame,
): FrameDefect {
  return { label, rule, place, frames: () => [frame], offending: BYTE_0 };
}

/** The payload, with the code 1000 before the ASCII text for a Close frame. */
function closeLike(opcode: number, payload: Uint8Array): Uint8Array {
  if (opcode !== 8) return payload;
  return payload.map((byte, i) => (i === 0 ? 0x03 : i === 1 ? 0xe8 : byte & 0x7f));
}

function smallPayload(): fc.Arbitrary<Uint8Array> {
  return fc.nat({ max: 20 }).map((length) => positionBytes(length));
}
