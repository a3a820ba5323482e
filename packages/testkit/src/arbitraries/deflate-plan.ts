/**
 * DEFLATE blocks before their distances are known: the reach of a copy depends on all bytes before it, which shrink by
 * themselves.
 *
 * @module
 */

import fc from 'fast-check';
import { type DeflateBlock, type DeflateToken, positionBytes } from '../wire/index.ts';
import { integerNear } from './integer-near.ts';

/** A piece of a block: literal bytes, or a copy of earlier bytes. */
export type DeflatePiece =
  | { readonly type: 'literals'; readonly length: number }
  | {
      readonly type: 'copy';
      readonly length: number;
      readonly from: 'near' | 'far' | 'anywhere';
      /** The distance from that end, or as a part of 65,536ths. */
      readonly place: number;
    };

/** A block before the bytes before it are known. */
export interface DeflateBlockPlan {
  readonly type: 'stored' | 'fixed' | 'dynamic';
  readonly final: boolean;
  readonly pieces: readonly DeflatePiece[];
  readonly skew: number;
  readonly runs: boolean;
}

const WHOLE = 65_536;

/** The longest and the shortest copy, and where the lengths get extra bits. */
const LENGTHS = [3, 10, 257];

/** Yields: a block of any type, with up to five pieces. Shrinks to: an empty stored block. */
export function deflateBlockPlan(): fc.Arbitrary<DeflateBlockPlan> {
  return fc.record({
    type: fc.constantFrom('stored' as const, 'fixed' as const, 'dynamic' as const),
    final: fc.constantFrom(false, false, false, true),
    pieces: fc.array(deflatePiece(), { maxLength: 5, size: 'max' }),
    skew: fc.nat({ max: 6 }),
    runs: fc.boolean(),
  });
}

function deflatePiece(): fc.Arbitrary<DeflatePiece> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.record({ type: fc.constant('literals' as const), length: fc.integer({ min: 1, max: 40 }) }),
    fc.record({
      type: fc.constant('copy' as const),
      length: integerNear(LENGTHS, { min: 3, max: 258, spread: 1 }),
      from: fc.constantFrom('near' as const, 'far' as const, 'anywhere' as const),
      place: fc.nat({ max: WHOLE - 1 }),
    }),
  );
}

/**
 * The blocks of plans.
 *
 * @param history - The bytes before them.
 * @param windowSize - The farthest that a copy may reach back, in bytes.
 */
export function blocksOf(
  plans: readonly DeflateBlockPlan[],
  history: Uint8Array,
  windowSize: number,
): DeflateBlock[] {
  const out = Array.from(history);
  return plans.map((plan) => {
    const start = out.length;
    const tokens = plan.pieces.flatMap((piece) => tokensOf(piece, out, windowSize));
    const { type, final, skew, runs } = plan;
    if (type === 'stored') return { type, final, bytes: Uint8Array.from(out.slice(start)) };
    return type === 'fixed' ? { type, final, tokens } : { type, final, tokens, skew, runs };
  });
}

/** @param out - All bytes so far; those of the piece are added. */
function tokensOf(piece: DeflatePiece, out: number[], windowSize: number): DeflateToken[] {
  const reach = Math.min(out.length, windowSize);
  if (piece.type === 'literals' || reach === 0) {
    const literals = Array.from(positionBytes(piece.length, out.length));
    for (const byte of literals) out.push(byte);
    return literals;
  }
  const { length } = piece;
  const copy = { length, distance: distanceOf(piece, reach) };
  for (let i = 0; i < length; i++) out.push(out[out.length - copy.distance]!);
  return [copy];
}

function distanceOf(
  { from, place }: DeflatePiece & { readonly type: 'copy' },
  reach: number,
): number {
  if (from === 'anywhere') return 1 + Math.floor((place * reach) / WHOLE);
  const step = Math.min(place % 4, reach - 1);
  return from === 'near' ? 1 + step : reach - step;
}
