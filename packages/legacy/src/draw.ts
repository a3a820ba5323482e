/**
 * Random numbers in a range, from the caller's source of entropy.
 *
 * @module
 */

import type { FillRandom } from 'sansocket/masking';

/** @returns A whole number from `least` to `most`, both included and at most 2^32 - 1. */
export type Draw = (least: number, most: number) => number;

/** Draws numbers from four random bytes each. The bytes are requested in blocks of 256. */
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
    // Exact enough: in a range of 12 some numbers are more likely by one in 2^28, which no security depends on.
    return least + Math.floor((word / 2 ** 32) * (most - least + 1));
  };
}
