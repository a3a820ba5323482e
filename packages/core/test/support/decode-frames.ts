/**
 * What a FrameDecoder makes of chunks, in a form that does not depend on how they are cut.
 *
 * @module
 */

import { FrameDecoder, type FrameDecoderOptions, type FrameHeader } from 'sansocket/framing';
import type { Violation } from 'sansocket/violations';
import { concat } from './bytes.ts';

export interface DecodedFrame {
  readonly header: FrameHeader;
  /** Offset in the stream of byte 0. */
  readonly offset: number;
  /** What has come of the payload, unmasked, its pieces joined. */
  payload: Uint8Array;
  /** Whether all of it has come. */
  ended: boolean;
}

export interface DecodedStream {
  readonly frames: DecodedFrame[];
  readonly violation: Violation | undefined;
  /** Offset behind the last byte taken. */
  readonly offset: number;
}

/** Stops at a violation, as a connection does. */
export function decodeFrames(
  chunks: readonly Uint8Array[],
  options: FrameDecoderOptions = {},
): DecodedStream {
  const decoder = new FrameDecoder(options);
  const frames: DecodedFrame[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    while (takeStep(decoder, frames));
    if (decoder.violation !== undefined) break;
  }
  return { frames, violation: decoder.violation, offset: decoder.offset };
}

/** @returns Whether there may be another step without more input. */
function takeStep(decoder: FrameDecoder, frames: DecodedFrame[]): boolean {
  const frame = frames.at(-1);
  switch (decoder.next()) {
    case 'header': {
      const { header, headerOffset: offset } = decoder;
      frames.push({ header, offset, payload: new Uint8Array(0), ended: false });
      return true;
    }
    case 'payload':
      frame!.payload = concat(frame!.payload, decoder.payload());
      return true;
    case 'end':
      frame!.ended = true;
      return true;
    default:
      return false;
  }
}
