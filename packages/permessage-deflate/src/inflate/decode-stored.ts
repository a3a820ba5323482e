/**
 * Stored blocks (RFC 1951 §3.2.4).
 *
 *     3 bits, up to the next byte   LEN   NLEN   LEN bytes
 *
 * @module
 */
import { copyInto } from 'sansocket/bytes';
import { type BlockState, type BlockStop, bitsAt } from './block-state.ts';

/** Bytes of LEN and NLEN. */
const LENGTHS = 4;

/**
 * Begins a block whose LEN and NLEN are at `i`.
 *
 * @returns Whether they are there and agree.
 */
export function beginStored(state: BlockState, i: number): boolean {
  const { input } = state;
  const start = i + LENGTHS;
  if (start > input.length) return false;
  const length = input[i]! | (input[i + 1]! << 8);
  if (length + (input[i + 2]! | (input[i + 3]! << 8)) !== 0xffff) return false;
  state.bit = 8 * start;
  state.storedLeft = length;
  return true;
}

/** Copies the rest of a block, and further ones at once: for short ones the way there would take longer. */
export function decodeStored(state: BlockState): BlockStop {
  const { input, window, limit, head } = state;
  do {
    const start = state.bit >>> 3;
    const wanted = Math.min(state.storedLeft, input.length - start);
    const count = Math.min(wanted, limit - state.position);
    copyInto(window, state.position, input, start, start + count);
    state.position += count;
    state.bit += 8 * count;
    state.storedLeft -= count;
    if (state.storedLeft > 0) return count < wanted ? 'room' : 'input';
  } while (
    head === 0 &&
    (bitsAt(input, state.bit) & 7) === 0 &&
    beginStored(state, (state.bit + 10) >>> 3)
  );
  return 'end';
}
