/**
 * Defects of the lengths of frames and messages (RFC 6455 §5.2, §10.4).
 *
 * @module
 */

import fc from 'fast-check';
import { positionBytes, serializeHeader, shortestForm, type WireFrame } from '../wire/index.ts';
import {
  BYTE_1,
  type DefectLimits,
  type FrameDefect,
  type MessageInProgress,
} from './frame-defect.ts';
import { integerNear } from './integer-near.ts';

/** The real payload length, in bytes, of a frame that declares a length too long to be built. */
const MAX_BUILT = 1000;

/** Defects of lengths, as far as the limits have room for them. */
export function lengthDefects(limits: DefectLimits): fc.Arbitrary<FrameDefect>[] {
  const defects: fc.Arbitrary<FrameDefect>[] = [];
  const least = Math.min(limits.maxFrameBytes, limits.maxMessageBytes);
  // Close to the limits, the limit of an unfinished message could be exceeded first.
  const place = least >= 2 ** 18 ? 'anywhere' : 'between';
  if (least >= 126) defects.push(notMinimalIn16(place));
  if (least >= 65_536) defects.push(notMinimalIn64(place), over63Bits(place));
  if (limits.maxFrameBytes <= limits.maxMessageBytes) defects.push(frameTooLong(limits));
  if (limits.maxMessageBytes - limits.maxFrameBytes < MAX_BUILT) {
    defects.push(messageTooLong(limits));
  }
  if (limits.maxEmptyFragments < Infinity) defects.push(tooManyEmptyFragments(limits));
  return defects;
}

/** Shown by the last byte of the length. */
function notMinimalIn16(place: FrameDefect['place']): fc.Arbitrary<FrameDefect> {
  return fc.nat({ max: 125 }).map((length) => ({
    label: 'length-over-long-in-16-bits',
    rule: 'length-not-minimal',
    place,
    frames: (message) => [{ ...unfinished(message, length), lengthForm: 16 }],
    offending: { in: 'header', index: 3 },
  }));
}

/** Shown by the sixth byte of the length: 65,536 needs one of the first six. */
function notMinimalIn64(place: FrameDefect['place']): fc.Arbitrary<FrameDefect> {
  const length = integerNear([126], { max: 65_535 });
  return length.map((declared) => ({
    label: 'length-over-long-in-64-bits',
    rule: 'length-not-minimal',
    place,
    frames: (message) => [{ ...unfinished(message, declared), lengthForm: 64 }],
    offending: { in: 'header', index: 7 },
  }));
}

function over63Bits(place: FrameDefect['place']): fc.Arbitrary<FrameDefect> {
  return fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map((low) => ({
    label: 'length-with-its-highest-bit',
    rule: 'length-over-63-bits',
    place,
    frames: (message) => [{ ...unfinished(message, 10), declaredLength: 2n ** 63n + low }],
    offending: { in: 'header', index: 2 },
  }));
}

function frameTooLong({ maxFrameBytes }: DefectLimits): fc.Arbitrary<FrameDefect> {
  return beyond(BigInt(maxFrameBytes)).map((length) => ({
    label: 'frame-over-its-limit',
    rule: 'frame-too-long',
    // Within a message, the limit of the message could be exceeded first.
    place: 'between',
    frames: () => [declaring(length, undefined)],
    offending: firstByteBeyond(length, maxFrameBytes),
  }));
}

/** A fragment leaves room so that the last frame is within its own limit. */
function messageTooLong({
  maxFrameBytes,
  maxMessageBytes,
}: DefectLimits): fc.Arbitrary<FrameDefect> {
  const least = Math.max(maxMessageBytes - maxFrameBytes + 1, 0);
  const before = fc.integer({ min: least, max: Math.min(least + 10, maxMessageBytes) });
  return before.chain((bytes) => {
    const left = maxMessageBytes - bytes;
    return beyond(BigInt(left), BigInt(maxFrameBytes)).map((length) => ({
      label: 'message-over-its-limit',
      rule: 'message-too-long',
      place: 'between',
      frames: () => [unfinished(undefined, bytes), declaring(length, 'binary')],
      offending: firstByteBeyond(length, left),
    }));
  });
}

function tooManyEmptyFragments({ maxEmptyFragments }: DefectLimits): fc.Arbitrary<FrameDefect> {
  return fc.tuple(fc.constantFrom(1, 2), fc.boolean()).map(([opcode, fin]) => ({
    label: 'one-empty-fragment-more',
    rule: 'too-many-empty-fragments',
    place: 'between',
    frames: () =>
      Array.from({ length: maxEmptyFragments + 1 }, (_, i) => ({
        opcode: i > 0 ? 0 : opcode,
        fin: fin && i > 0 && i === maxEmptyFragments,
        payload: new Uint8Array(0),
      })),
    offending: BYTE_1,
  }));
}

/** Yields: lengths over the limit, the least of them often. Shrinks to: the least. */
function beyond(limit: bigint, most: bigint = 2n ** 63n - 1n): fc.Arbitrary<bigint> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant(limit + 1n),
    fc.bigInt({ min: limit + 1n, max: most }),
    fc
      .bigInt({ min: 0n, max: 63n })
      .map((bits) => limit + 2n ** bits)
      .filter((length) => length <= most),
  );
}

/** A data frame that is not the last of its message, whose header declares this length. */
function declaring(length: bigint, message: MessageInProgress): WireFrame {
  const built = length < BigInt(MAX_BUILT) ? Number(length) : 10;
  return { ...unfinished(message, built), declaredLength: length };
}

function unfinished(message: MessageInProgress, length: number): WireFrame {
  return {
    opcode: message === undefined ? 2 : 0,
    fin: false,
    // A text may continue with these.
    payload: positionBytes(length).map((byte) => byte & 0x7f),
  };
}

/** The header byte after which even zeros make the length one over the limit. */
function firstByteBeyond(length: bigint, limit: number): FrameDefect['offending'] {
  const form = shortestForm(length);
  if (form === 7) return BYTE_1;
  const least = form === 16 ? 126n : 0x1_0000n;
  if (least > BigInt(limit)) return BYTE_1;
  const header = serializeHeader({ opcode: 2, payload: new Uint8Array(0), declaredLength: length });
  let value = 0n;
  for (let index = 2; index < header.length; index++) {
    value = (value << 8n) | BigInt(header[index]!);
    const smallest = value << BigInt(8 * (header.length - 1 - index));
    if (smallest > BigInt(limit)) return { in: 'header', index };
  }
  throw new RangeError(`Length ${length} is not beyond ${limit}`);
}
