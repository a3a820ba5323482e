/**
 * Compressed messages that no compressor would write (RFC 7692 §7.2), as frames.
 *
 * @module
 */

import fc from 'fast-check';
import type { Role } from 'sansocket/framing';
import { deflateDefect, deflateMessages, maskingKey } from '../arbitraries/index.ts';
import { landmarksOf, serializeFrames, type WireFrame } from '../wire/index.ts';
import type { Traffic } from './traffic.ts';

const RSV1 = 0x40;

/**
 * Yields: binary messages in one to three fragments, of blocks of all kinds, the last one with a defect or not. Shrinks
 * to: no message.
 */
export function compressedTraffic(receiver: Role): fc.Arbitrary<Traffic> {
  // A short window makes copies from its far end cheap; a receiver of 15 bits also reads 8.
  const messages = deflateMessages({ windowBits: 8 }, 3);
  const cuts = fc.array(fc.nat({ max: 1000 }), { maxLength: 2 });
  return fc
    .tuple(messages, fc.option(deflateDefect(), { nil: undefined, freq: 3 }), cuts, maskingKey())
    .map(([legal, defect, places, key]) => {
      const payloads = [...legal, ...(defect === undefined ? [] : [defect])];
      const frames = payloads.flatMap(({ bytes }) => fragmentsOf(bytes, places));
      const keyed = frames.map((one) => keyedFor(receiver, one, key));
      return { bytes: serializeFrames(keyed), landmarks: landmarksOf(keyed) };
    });
}

/** How to write messages as frames. */
export interface FramesPlan {
  /** The places where each payload is cut into fragments, by its length. */
  readonly cuts: readonly number[];
  /** Whether frames are masked, as to a server. */
  readonly key: Uint8Array;
  /** The opcode of the last message: 1 for text. Default: 2. */
  readonly opcode?: 1 | 2;
}

/** Writes compressed payloads as messages. */
export function compressedFrames(
  receiver: Role,
  payloads: readonly Uint8Array[],
  { cuts, key, opcode }: FramesPlan,
): Uint8Array {
  const last = payloads.length - 1;
  const frames = payloads.flatMap((payload, i) =>
    fragmentsOf(payload, cuts, i === last ? opcode : 2),
  );
  return serializeFrames(frames.map((frame) => keyedFor(receiver, frame, key)));
}

/** A message that is not compressed. */
export function plainFrame(receiver: Role, payload: Uint8Array, { key }: FramesPlan): Uint8Array {
  return serializeFrames([keyedFor(receiver, { opcode: 2, payload }, key)]);
}

function keyedFor(receiver: Role, frame: WireFrame, maskingKey: Uint8Array): WireFrame {
  return receiver === 'server' ? { ...frame, maskingKey } : frame;
}

/** Only the first frame of a message has RSV1 set (§6). */
function fragmentsOf(
  payload: Uint8Array,
  places: readonly number[],
  opcode = 2,
): readonly WireFrame[] {
  const cuts = places.map((place) => place % (payload.length + 1)).sort((a, b) => a - b);
  return [...cuts, payload.length].map((end, i) => ({
    opcode: i === 0 ? opcode : 0,
    reservedBits: i === 0 ? RSV1 : 0,
    fin: i === cuts.length,
    payload: payload.slice(cuts[i - 1] ?? 0, end),
  }));
}
