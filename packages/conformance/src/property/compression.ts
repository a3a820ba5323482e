/**
 * Compressed messages mean the same as plain ones, whatever blocks they consist of (RFC 7692 §6, §7.2).
 *
 * @module
 */

import {
  type DeflateMessagePlan,
  deflateMessagePlan,
  deflateSamples,
  utf8Text,
} from '@sansocket/testkit/arbitraries';
import {
  concat,
  type DeflateBlock,
  plainOf,
  serializeDeflate,
  utf8,
  type WireFrame,
} from '@sansocket/testkit/wire';
import fc from 'fast-check';
import type { Property } from './property.ts';
import { caseOf, fragmentsOf, stepOf } from './session.ts';

const RSV1 = 0x40;

/** A message that is compressed or not, before the messages before it are known. */
interface Plan {
  readonly content: string | DeflateMessagePlan;
  readonly type: 'stored' | 'fixed' | 'dynamic' | undefined;
  readonly cuts: readonly number[];
}

/** Shrinks to: an empty text that is not compressed, in one frame. */
function plan(): fc.Arbitrary<Plan> {
  const text = utf8Text({ maxLength: 30 });
  return fc.record({
    content: fc.oneof({ withCrossShrink: true }, text, deflateMessagePlan()),
    type: fc.constantFrom(undefined, 'stored' as const, 'fixed' as const, 'dynamic' as const),
    cuts: fc.array(fc.nat({ max: 65_535 }), { maxLength: 3 }),
  });
}

/** A message in its two forms. */
interface Pair {
  readonly plain: WireFrame;
  readonly sent: WireFrame;
  readonly blocks: readonly DeflateBlock[];
}

/** The compression of a message does not show. */
export const compression: Property = {
  name: 'compression',
  says: 'a message in any compressed form is the same message',
  needs: ['deflate'],
  draw: (bench) =>
    fc.array(plan(), { maxLength: 4 }).map((plans) => {
      const { noContextTakeover = false, windowBits } = bench.deflate ?? {};
      const pairs = pairsOf(plans, noContextTakeover, windowBits);
      const blocks = pairs.flatMap((pair) => pair.blocks);
      const hasFinal = blocks.some((block) => block.type !== 'raw' && block.final === true);
      return caseOf(bench, {
        id: hasFinal ? 'PM-004' : 'PM-009',
        title: compression.says,
        steps: pairs.flatMap(({ sent }, i) =>
          fragmentsOf(sent, plans[i]!.cuts).map((frame) => stepOf(frame)),
        ),
        hasDeflate: true,
        plain: pairs.map(({ plain }) => stepOf(plain)),
      });
    }),
};

function pairsOf(
  plans: readonly Plan[],
  forgets: boolean,
  windowBits: number | undefined,
): readonly Pair[] {
  let history: Uint8Array = new Uint8Array(0);
  return plans.map(({ content, type }) => {
    const known = forgets ? new Uint8Array(0) : history;
    const opcode = typeof content === 'string' ? 1 : 2;
    const blocks =
      typeof content === 'string'
        ? textBlocks(utf8(content), type ?? 'stored')
        : deflateSamples([content], { history: known, windowBits })[0]!.blocks;
    const data = plainOf(blocks, known);
    const plain = { opcode, payload: data };
    if (type === undefined) return { plain, sent: plain, blocks: [] };
    history = concat(history, data);
    const payload = serializeDeflate(blocks);
    return { plain, sent: { opcode, reservedBits: RSV1, payload }, blocks };
  });
}

function textBlocks(
  bytes: Uint8Array,
  type: 'stored' | 'fixed' | 'dynamic',
): readonly DeflateBlock[] {
  return type === 'stored' ? [{ type, bytes }] : [{ type, tokens: [...bytes] }];
}
