/**
 * Scripts for connections that share memory: openings cut anywhere, and input that needs much of that memory.
 *
 * @module
 */

import fc from 'fast-check';
import { concat, serializeFrames } from '../wire/index.ts';
import { type Script, type Step, step } from './steps.ts';
import type { Subject } from './subject.ts';
import { anyTraffic, longFragments } from './traffic.ts';

/**
 * Yields: an opening handshake in two chunks or in one, with or without frames in the last of them, then any inputs.
 * Shrinks to: the opening handshake.
 */
export function script(subject: Subject): fc.Arbitrary<Script> {
  const { role, opening = new Uint8Array(0) } = subject;
  const usual = { weight: 12, arbitrary: step(subject) };
  const steps = fc.array(fc.oneof(usual, longSend(), longReceive()), {
    size: 'max',
    maxLength: 20,
  });
  const long = longFragments(role).map((frames) => ({ bytes: serializeFrames(frames) }));
  const traffic = fc.oneof({ weight: 9, arbitrary: anyTraffic(role) }, long);
  const behind = fc.oneof(fc.constant(0), fc.nat({ max: 300 }));
  return fc
    .tuple(traffic, fc.nat({ max: opening.length }), behind, steps)
    .map(([{ bytes }, cut, more, rest]) => ({
      stream: concat(opening, bytes),
      steps: [...openingSteps(opening.length, cut, more), ...rest],
    }));
}

/**
 * The opening handshake, and its acceptance.
 *
 * @param cut - The place where it is cut in two. Default: it is not cut.
 * @param more - Bytes that come with its last chunk. Default: none.
 */
export function openingSteps(length: number, cut = 0, more = 0): readonly Step[] {
  if (length === 0) return [];
  const sizes = [cut, length - cut + more].filter((size) => size > 0);
  return [...sizes.map((size): Step => ({ type: 'receive', size })), { type: 'accept' }];
}

/** Yields: a message that some implementations do not copy, or that needs more memory than is at hand. */
export function longSend(): fc.Arbitrary<Step> {
  return fc.tuple(fc.constantFrom(2_000, 20_000, 70_000), fc.boolean()).map(([length, isText]) => ({
    type: 'send',
    data: isText ? 'a'.repeat(length) : new Uint8Array(length).fill(7),
  }));
}

/** Yields: a chunk that is most of a long message. */
export function longReceive(): fc.Arbitrary<Step> {
  return fc.constantFrom(1_000, 20_000, 70_000, 80_000).map((size) => ({ type: 'receive', size }));
}
