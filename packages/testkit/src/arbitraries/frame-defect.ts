/**
 * A defect in a stream of frames: a mistake of a peer, the rule that it breaks, and the byte at which that is certain.
 *
 * @module
 */

import fc from 'fast-check';
import type { ViolationId } from 'sansocket/violations';
import { positionBytes, type WireFrame } from '../wire/index.ts';
import { closeFrame, pingOrPong } from './frame.ts';

/** The limits of the receiver; a defect may exceed them. */
export interface DefectLimits {
  /** Payload of one frame, in bytes, 125 or more. Default: 16,777,216. */
  readonly maxFrameBytes: number;
  /** A message, in bytes. Default: 16,777,216. */
  readonly maxMessageBytes: number;
  /** Fragments without payload in a row. Default: 16. */
  readonly maxEmptyFragments: number;
}

/** The kind of the message in progress; `undefined` between messages. */
export type MessageInProgress = 'text' | 'binary' | undefined;

/** One mistake of a peer. */
export interface FrameDefect {
  /** A description in words; several defects may break the same rule. */
  readonly label: string;
  readonly rule: ViolationId;
  /** The places where it is the only mistake: between messages, within one, or anywhere. */
  readonly place: 'anywhere' | 'between' | 'within';
  /** The frames, not masked; the last of them has the defect. */
  readonly frames: (message: MessageInProgress) => readonly WireFrame[];
  /** The first byte of that frame after which nothing valid follows: of its header, or of its payload. */
  readonly offending: { readonly in: 'header' | 'payload'; readonly index: number };
  /** Whether that frame is masked as one from the other end would be. Default: false. */
  readonly hasWrongMask?: boolean;
}

/** Header bytes by their index. */
export const BYTE_0 = { in: 'header', index: 0 } as const;
export const BYTE_1 = { in: 'header', index: 1 } as const;

/**
 * Yields: a legal frame for any place: a ping, a pong, a Close frame, or a data frame with some
 * payload, which continues the message that has begun. Shrinks to: a binary frame with one byte.
 */
export function carrier(): fc.Arbitrary<(message: MessageInProgress) => WireFrame> {
  const data = fc.record({
    opcode: fc.constantFrom(2, 1),
    // In an unfinished text, no character is incomplete.
    fin: fc.constant(false),
    payload: fc.integer({ min: 1, max: 20 }).map((length) => positionBytes(length)),
  });
  return fc
    .oneof({ withCrossShrink: true }, { weight: 2, arbitrary: data }, pingOrPong(), closeFrame())
    .map((frame) => (message) => {
      const isData = frame.opcode < 8;
      return isData && message !== undefined ? { ...frame, opcode: 0 } : frame;
    });
}
