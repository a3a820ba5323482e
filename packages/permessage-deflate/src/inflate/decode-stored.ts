/**
 * Stored blocks (RFC 1951 §3.2.4).
 *
 *     3 bits, up to the next byte   LEN   NLEN   LEN bytes
 *
 * @module
 */
import { copyInto } from 'sansocket/bytes';
import type { BlockState, BlockStop } from './block-state.ts';

/** Bytes of LEN and NLEN. */
const LENGTHS = 4;

/** Copies the rest of a block, and further ones at once: for short ones the way there would take longer. */
export function decodeStored(state: BlockState): BlockStop {
  const { input, window, limit, head } = state;
  let { position, storedLeft: left } = state;
  let i = state.bit >>> 3;
  let stop: BlockStop = 'end';
  for (;;) {
    if (left > 0) {
      const wanted = Math.min(left, input.length - i);
      const count = Math.min(wanted, limit - position);
      copyInto(window, position, input, i, i + count);
      position += count;
      i += count;
      left -= count;
      if (left > 0) {
        stop = count < wanted ? 'room' : 'input';
        break;
      }
    }
    if (head !== 0 || i + LENGTHS >= input.length || (input[i]! & 7) !== 0) break;
    const next = storedLength(input, i + 1);
    if (next < 0) break;
    left = next;
    i += 1 + LENGTHS;
  }
  state.position = position;
  state.storedLeft = left;
  state.bit = 8 * i;
  return stop;
}

/** @returns LEN, which is at `i`; negative when the NLEN behind it does not agree. */
export function storedLength(input: Uint8Array, i: number): number {
  const length = input[i]! | (input[i + 1]! << 8);
  return (length ^ input[i + 2]! ^ (input[i + 3]! << 8)) === 0xffff ? length : -1;
}
