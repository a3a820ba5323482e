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

/** What the blocks may refer to. */
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
  /** What it means. */
  readonly plain: Uint8Array;
}

/** A message before its blocks know what comes before them. */
interface MessagePlan {
  /** More bytes than the window, or fewer: in a stored block in front of the others. */
  readonly filler: number | undefined;
  readonly blocks: readonly DeflateBlockPlan[];
}

/**
 * Yields: stored, fixed and dynamic blocks, empty ones, final ones in the middle, copies from the
 * nearest byte to the farthest of the window. Shrinks to: no block, the payload `00`.
 */
export function deflateBlocks(options: DeflateOptions = {}): fc.Arbitrary<DeflateSample> {
  const { history = new Uint8Array(0) } = options;
  return messagePlan(options).map((plan) => sampleOf(plan, history, windowSizeOf(options)));
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
  return fc.array(messagePlan(options), { maxLength: maxMessages }).map((plans) => {
    let { history = new Uint8Array(0) } = options;
    return plans.map((plan) => {
      const sample = sampleOf(plan, history, windowSizeOf(options));
      history = concat(history, sample.plain);
      return sample;
    });
  });
}

function messagePlan(options: DeflateOptions): fc.Arbitrary<MessagePlan> {
  const size = windowSizeOf(options);
  const filler = fc.integer({ min: size - 3, max: size + 3 });
  return fc.record({
    filler: fc.oneof(
      { withCrossShrink: true },
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: filler },
    ),
    blocks: fc.array(deflateBlockPlan(), { maxLength: options.maxBlocks ?? 4, size: 'max' }),
  });
}

function sampleOf(
  { filler, blocks: plans }: MessagePlan,
  history: Uint8Array,
  windowSize: number,
): DeflateSample {
  const fillers: DeflateBlock[] =
    filler === undefined ? [] : [{ type: 'stored', bytes: positionBytes(filler, 99) }];
  const before = concat(history, plainOf(fillers));
  const blocks = [...fillers, ...blocksOf(plans, before, windowSize)];
  return { blocks, bytes: serializeDeflate(blocks), plain: plainOf(blocks, history) };
}

function windowSizeOf({ windowBits = 15 }: DeflateOptions): number {
  return 2 ** windowBits;
}
