/**
 * Messages with copies from the very edge of a window (RFC 7692 §7.1.2).
 *
 * @module
 */

import {
  type DeflateBlock,
  type DeflateToken,
  positionBytes,
  serializeDeflate,
} from '../wire/index.ts';
import type { Note } from './label-tally.ts';

/** The source of a copy. */
export interface Edge {
  /** Distance in bytes beyond the end of the window. */
  readonly beyond: number;
  /** Whether the copied bytes are in a message of their own. */
  readonly isSplit: boolean;
}

/** Enough literals to put the copy in the middle of a decompressor's fast loop. */
const AROUND = Array.from({ length: 24 }, (_, i) => i);

/** A copy at the edge, with symbols around it, in one message or in two. Notes its position. */
export function edgeOf(
  { beyond, isSplit }: Edge,
  windowBits: number,
  note: Note,
): readonly Uint8Array[] {
  // One symbol copies at most this many.
  const distance = Math.min(2 ** windowBits + beyond, 32_768);
  const past = distance - 2 ** windowBits;
  note(`edge of the window: ${past < 0 ? 'nearer' : past === 0 ? 'farthest' : 'too far'}`);
  const filler: DeflateBlock = { type: 'fixed', tokens: tokensFor(distance) };
  const copy: DeflateBlock = {
    type: 'fixed',
    tokens: [...AROUND, { length: 3, distance }, ...AROUND],
  };
  if (!isSplit) return [serializeDeflate([filler, copy])];
  return [serializeDeflate([filler]), serializeDeflate([copy])];
}

/** So many bytes in few symbols, of which no two places among the last 251 are alike. */
function tokensFor(length: number): readonly DeflateToken[] {
  const tokens: DeflateToken[] = Array.from(positionBytes(Math.min(length, PERIOD), 98));
  for (let left = length - PERIOD; left > 0; ) {
    const count = Math.min(left, 258);
    if (count < 3) tokens.push(...new Array<number>(count).fill(0x7e));
    else tokens.push({ length: count, distance: PERIOD });
    left -= count;
  }
  return tokens;
}

const PERIOD = 251;

/** A message of one block. */
export function fixed(...tokens: readonly DeflateToken[]): Uint8Array {
  return serializeDeflate([{ type: 'fixed', tokens }]);
}
