/**
 * What a decompressor works on: where it reads, where it writes, and the codes of the block.
 *
 *     input   bits ──────► bit              bitEnd
 *     window  what distances reach ─ position ─ room ─ limit
 *
 * @module
 */
import type { CodeTable } from './code-table.ts';

/**
 * Shared by the functions that decode a block, which keep it in local variables while they run. Its numbers are
 * never computed as doubles: see `decodeFast`.
 */
export interface BlockState {
  input: Uint8Array;
  /** The same memory as `input`, once it is needed. */
  inputWords: DataView | undefined;
  /** The next bit of `input`, and the end of them. */
  bit: number;
  bitEnd: number;
  window: Uint8Array;
  /** The same memory as `window`. */
  words: DataView;
  /** Where the next byte is written. */
  position: number;
  /** Where the room in the window ends, or the budget, whichever is nearer. */
  limit: number;
  /** The farthest that a distance may reach. */
  windowSize: number;
  /** The three bits that the block begins with: whether it is final, and its kind (§3.2.3). */
  head: number;
  /** Bytes of a stored block to come. */
  storedLeft: number;
  literals: CodeTable;
  distances: CodeTable;
}

/** How a block in the fixed codes begins that is not final. */
export const FIXED_HEAD = 0b010;

/**
 * Why decoding stops:
 *
 * - `end`: the block has ended;
 * - `input`: the next symbol is not whole;
 * - `room`: what it stands for does not fit before `limit`;
 * - `illegal`: it stands for nothing.
 */
export type BlockStop = 'end' | 'input' | 'room' | 'illegal';

/** The longest copy that a symbol stands for (RFC 1951 §3.2.5). */
export const MAX_COPY = 258;

/** The next 25 bits at least, zeros behind the last. */
export function bitsAt(input: Uint8Array, bit: number): number {
  const i = bit >>> 3;
  const last = input.length - 4;
  if (i <= last) {
    const word = input[i]! | (input[i + 1]! << 8) | (input[i + 2]! << 16) | (input[i + 3]! << 24);
    return word >>> (bit & 7);
  }
  let word = 0;
  for (let k = 3; k >= 0; k--) word = (word << 8) | (i + k < input.length ? input[i + k]! : 0);
  return word >>> (bit & 7);
}

/** The same memory. */
export function wordsOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
