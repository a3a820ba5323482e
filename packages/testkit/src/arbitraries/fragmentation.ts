/**
 * The fragments of a message (RFC 6455 §5.4).
 *
 * @module
 */

import fc from 'fast-check';
import type { WireFrame } from '../wire/index.ts';
import { type Message, messageBytes } from './message.ts';

/** Where to cut a message, as parts of 65,536ths of its length; equal cuts make empty fragments. */
export type FragmentationPlan = readonly number[];

/** The denominator of cuts. */
const WHOLE = 65_536;

/**
 * Yields: the frames of a message, not masked: any cuts, so inside of characters too, and empty
 * fragments at the start, in the middle and at the end. Shrinks to: one frame.
 *
 * @param maxFragments - The most frames. Default: 6.
 */
export function fragmentation(
  message: Message,
  maxFragments = 6,
): fc.Arbitrary<readonly WireFrame[]> {
  return fragmentationPlan(maxFragments).map((plan) => fragmentsOf(message, plan));
}

/** Yields the values of `fragmentation`, for any message. */
export function fragmentationPlan(maxFragments = 6): fc.Arbitrary<FragmentationPlan> {
  const cut = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(0, WHOLE - 1) },
    { weight: 3, arbitrary: fc.nat({ max: WHOLE - 1 }) },
  );
  const cuts = fc.array(cut, { maxLength: maxFragments - 1, size: 'max' });
  // Peers mostly send whole messages.
  return fc.oneof({ withCrossShrink: true }, fc.constant([]), { weight: 2, arbitrary: cuts });
}

/** The frames of a message that is cut in this way. */
export function fragmentsOf(message: Message, plan: FragmentationPlan): readonly WireFrame[] {
  const bytes = messageBytes(message);
  const cuts = plan.map((cut) => Math.floor((cut * (bytes.length + 1)) / WHOLE));
  const ends = [...cuts.sort((a, b) => a - b), bytes.length];
  return ends.map((end, i) => ({
    opcode: i > 0 ? 0 : message.kind === 'text' ? 1 : 2,
    fin: i === ends.length - 1,
    payload: bytes.slice(ends[i - 1] ?? 0, end),
  }));
}
