/**
 * Messages of permessage-deflate that no compressor would write (RFC 7692 §7.2, RFC 1951 §3.2).
 *
 * @module
 */

import fc from 'fast-check';
import {
  concat,
  type DeflateBlock,
  plainOf,
  positionBytes,
  serializeDeflate,
} from '../wire/index.ts';
import { blocksOf, type DeflateBlockPlan, deflateBlockPlan } from './deflate-plan.ts';

/** The bytes that the blocks may refer to. */
export interface DeflateOptions {
  /** 8 to 15: copies reach back 2 to the power of it, in bytes. Default: 15. */
  readonly windowBits?: number | undefined;
  /** The bytes of earlier messages, with context takeover. Default: none. */
  readonly history?: Uint8Array | undefined;
  /** The most blocks of a message. Default: 4. */
  readonly maxBlocks?: number | undefined;
}

/** A compressed message. */
export interface DeflateSample {
  readonly blocks: readonly DeflateBlock[];
  /** The payload of the message: without the four bytes that RFC 7692 §7.2.1 removes. */
  readonly bytes: Uint8Array;
  /** The inflated bytes. */
  readonly plain: Uint8Array;
}

/** A message whose blocks do not yet have the bytes before them, and the reach of their copies. */
export interface DeflateMessagePlan {
  /** A stored block before the others, so many bytes longer than the window. */
  readonly filler: number | undefined;
  readonly blocks: readonly DeflateBlockPlan[];
}

/**
 * Yields: stored, fixed and dynamic blocks, empty ones, final ones in the middle, copies from the
 * nearest byte to the farthest of the window. Shrinks to: no block, the payload `00`.
 */
export function deflateBlocks(options: DeflateOptions = {}): fc.Arbitrary<DeflateSample> {
  const { history = new Uint8Array(0) } = options;
  return deflateMessagePlan(options.maxBlocks).map((plan) =>
    sampleOf(plan, history, windowSizeOf(options)),
  );
}

/**
 * Yields: messages in a row whose blocks refer back to the messages before. Shrinks to: no message.
 *
 * @param maxMessages - Default: 4.
 */
export function deflateMessages(
  options: DeflateOptions = {},
  maxMessages = 4,
): fc.Arbitrary<readonly DeflateSample[]> {
  return fc
    .array(deflateMessagePlan(options.maxBlocks), { maxLength: maxMessages })
    .map((plans) => deflateSamples(plans, options));
}

/**
 * Yields: a draft of a message of `deflateSamples`. Shrinks to: no block.
 *
 * @param maxBlocks - Default: 4.
 */
export function deflateMessagePlan(maxBlocks = 4): fc.Arbitrary<DeflateMessagePlan> {
  return fc.record({
    filler: fc.oneof(
      { withCrossShrink: true },
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
    ),
    blocks: fc.array(deflateBlockPlan(), { maxLength: maxBlocks, size: 'max' }),
  });
}

/**
 * The messages of plans, in a row.
 *
 * @param forgets - Whether each starts with an empty window. Default: false.
 */
export function deflateSamples(
  plans: readonly DeflateMessagePlan[],
  options: DeflateOptions = {},
  forgets = false,
): readonly DeflateSample[] {
  let { history = new Uint8Array(0) } = options;
  return plans.map((plan) => {
    const sample = sampleOf(plan, history, windowSizeOf(options));
    if (!forgets) history = concat(history, sample.plain);
    return sample;
  });
}

function sampleOf(
  { filler, blocks: plans }: DeflateMessagePlan,
  history: Uint8Array,
  windowSize: number,
): DeflateSample {
  const fillers: DeflateBlock[] =
    filler === undefined ? [] : [{ type: 'stored', bytes: positionBytes(windowSize + filler, 99) }];
  const before = concat(history, plainOf(fillers));
  const blocks = [...fillers, ...blocksOf(plans, before, windowSize)];
  return { blocks, bytes: serializeDeflate(blocks), plain: plainOf(blocks, history) };
}

function windowSizeOf({ windowBits = 15 }: DeflateOptions): number {
  return 2 ** windowBits;
}
