/**
 * Random numbers of a range, from the entropy that the caller gives.
 *
 * @module
 */

import type { FillRandom } from 'sansocket/masking';

/** @returns A whole number from `least` to `most`, both included and at most 2^32 - 1. */
export type Draw = (least: number, most: number) => number;

/** Draws numbers of four random bytes each, taken in blocks. */
export function drawFrom(fillRandom: FillRandom): Draw {
  const block = new Uint8Array(256);
  const view = new DataView(block.buffer);
  let used = block.length;
  return (least, most) => {
    if (used === block.length) {
      fillRandom(block);
      used = 0;
    }
    const word = view.getUint32(used);
    used += 4;
    // Exact enough: a range of 12 gets a number more often by one in 2^28, and nothing rests on it.
    return least + Math.floor((word / 2 ** 32) * (most - least + 1));
  };
}
