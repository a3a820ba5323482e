/**
 * Stored blocks (RFC 1951 §3.2.4) that are not final, one after the other, as long as each is whole and fits: a
 * short one is copied in less time than its head is read otherwise. Where one is anything else, it is left.
 *
 *     3 bits, up to the next byte   LEN   NLEN   LEN bytes
 *
 * @module
 */
import { copyInto } from 'sansocket/bytes';
import { type BlockState, bitsAt } from './block-state.ts';

/** Bytes of LEN and NLEN. */
const LENGTHS = 4;

/** From the head of a block on. @returns Whether there was any. */
export function copyStored(state: BlockState): boolean {
  const { input, window, limit } = state;
  const first = state.bit;
  for (;;) {
    const i = (state.bit + 10) >>> 3;
    const start = i + LENGTHS;
    if (start > input.length || (bitsAt(input, state.bit) & 7) !== 0) break;
    const length = input[i]! | (input[i + 1]! << 8);
    const complement = input[i + 2]! | (input[i + 3]! << 8);
    const { position } = state;
    const end = start + length;
    if (end > input.length || length + complement !== 0xffff || position + length > limit) break;
    copyInto(window, position, input, start, end);
    state.position = (position + length) | 0;
    state.bit = (8 * end) | 0;
  }
  return state.bit !== first;
}
