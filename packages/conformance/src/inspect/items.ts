/**
 * The parts of a connection: heads, frames, and other bytes, each with the rule that it breaks.
 *
 * @module
 */

import type { FrameHeader, Part } from '@sansocket/annotate';
import type { FrameRule, HandshakeRule } from '@sansocket/testkit/model';
import type { Way } from './capture.ts';

/** A rule that is broken. */
export interface Breach {
  readonly rule: FrameRule | HandshakeRule | 'data-after-close';
  /** Position of the byte in its direction. */
  readonly offset: number;
}

/** Bytes, and their place in the traffic. */
export interface Placed {
  readonly way: Way;
  /** When its last byte came, in milliseconds. */
  readonly at: number;
  readonly packet: number | undefined;
  /** Position of its first byte in its direction. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** The head of a request or a response. */
export interface Head extends Placed {
  readonly kind: 'head';
  /** Without the empty line at its end. */
  readonly lines: readonly string[];
  readonly breach: Breach | undefined;
}

/** A message, by its place among those of both directions. */
export interface MessagePlace {
  /** From 1 on. */
  readonly number: number;
  readonly kind: 'text' | 'binary';
  readonly isCompressed: boolean;
  /** From 1 on. */
  readonly fragment: number;
}

/** A message that a frame completes. */
export interface Message {
  /** Inflated. */
  readonly data: Uint8Array;
  /** The payload of its frames, unmasked. */
  readonly payload: Uint8Array;
  /** The inflated messages before it, as far as the window may reach back. */
  readonly history: Uint8Array;
}

/** A frame. */
export interface Frame extends Placed {
  readonly kind: 'frame';
  /** Its place among the frames of both directions, from 1 on. */
  readonly number: number;
  /** Positions in it; positions of its fields are counted from its first byte. */
  readonly part: Part;
  readonly header: FrameHeader;
  readonly isWhole: boolean;
  /** Of a data frame. */
  readonly place: MessagePlace | undefined;
  /** Of the last frame of a message. */
  readonly message: Message | undefined;
  readonly breach: Breach | undefined;
  /** What is legal, but odd. */
  readonly notes: readonly string[];
  /** Positions in it at which another segment begins. */
  readonly cuts: readonly number[];
}

/** Bytes that are neither: the body of a response that is not a 101. */
export interface Rest extends Placed {
  readonly kind: 'rest';
}

/** A part of a connection. */
export type Item = Head | Frame | Rest;
