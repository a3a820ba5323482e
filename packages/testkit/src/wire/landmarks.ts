/**
 * The places to cut a stream of frames to find faults of a decoder: at the borders of each part of a header, inside the
 * extended length and the masking key, and inside the characters of text.
 *
 * @module
 */

import { serializeHeader, type WireFrame } from './wire-frame.ts';

/** The most characters cut in one frame: more would hide the other places. */
const MAX_CUT_CHARACTERS = 8;

/**
 * Offsets in the bytes of the frames, in order; each is the offset of the first byte after a cut.
 *
 * @param start - Offset of the first frame. Default: 0.
 */
export function landmarksOf(frames: readonly WireFrame[], start = 0): number[] {
  const landmarks: number[] = [];
  let at = start;
  for (const frame of frames) {
    const headerLength = serializeHeader(frame).length;
    for (let i = 0; i <= headerLength; i++) landmarks.push(at + i);
    at += headerLength;
    landmarks.push(...continuationsIn(frame).map((i) => at + i));
    at += frame.payload.length;
  }
  return [...landmarks, at];
}

/** Indexes of UTF-8 continuation bytes. */
function continuationsIn({ opcode, payload }: WireFrame): number[] {
  if (opcode === 2) return [];
  const indexes: number[] = [];
  for (let i = 0; i < payload.length && indexes.length < MAX_CUT_CHARACTERS; i++) {
    if ((payload[i]! & 0xc0) === 0x80) indexes.push(i);
  }
  return indexes;
}
