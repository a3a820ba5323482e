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

/** So many frames in a row are empty, the first frame among them: every implementation accepts that number. */
const MOST_EMPTY = 15;

/**
 * Yields: the frames of a message, not masked: any cuts, so inside of characters too, and empty
 * fragments at the start, in the middle and at the end, now and then many in a row. Shrinks to: one frame.
 *
 * @param maxFragments - The most frames. Default: 16.
 */
export function fragmentation(
  message: Message,
  maxFragments: number = MOST_EMPTY + 1,
): fc.Arbitrary<readonly WireFrame[]> {
  return fragmentationPlan(maxFragments).map((plan) => fragmentsOf(message, plan));
}

const USUAL_CUTS = 5;

/** Yields the values of `fragmentation`, for any message. */
export function fragmentationPlan(
  maxFragments: number = MOST_EMPTY + 1,
): fc.Arbitrary<FragmentationPlan> {
  const cut = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(0, WHOLE - 1) },
    { weight: 3, arbitrary: fc.nat({ max: WHOLE - 1 }) },
  );
  const most = maxFragments - 1;
  const cuts = fc.array(cut, { maxLength: Math.min(most, USUAL_CUTS), size: 'max' });
  const times = fc.nat({ max: Math.min(most, MOST_EMPTY) });
  const row = fc.tuple(cut, times).map(([at, count]) => new Array<number>(count).fill(at));
  // Whole messages are what peers send most.
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 8, arbitrary: cuts },
    { weight: 1, arbitrary: row },
  );
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
