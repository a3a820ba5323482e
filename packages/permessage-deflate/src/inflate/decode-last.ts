/**
 * Symbols of a block, up to the last bit that is there and the last byte that there is room for (RFC
 * 1951 §3.2.3).
 *
 * @module
 */
import { type BlockState, type BlockStop, bitsAt } from './block-state.ts';
import type { CodeTable } from './code-table.ts';
import { copy } from './copy.ts';
import { BASE, CODE_SHIFT, END, LINK, NO_LITERAL, TAKEN, VALUE_SHIFT } from './entries.ts';

/** Decodes until the block ends or something is missing; a symbol that is not whole is not begun. */
export function decodeLast(state: BlockState): BlockStop {
  const { input, window, limit, bitEnd } = state;
  for (;;) {
    const entry = entryAt(state.literals, bitsAt(input, state.bit));
    const next = state.bit + (entry & TAKEN);
    if (next > bitEnd) return 'input';
    if ((entry & NO_LITERAL) === 0) {
      if (state.position >= limit) return 'room';
      window[state.position++] = entry >>> VALUE_SHIFT;
      state.bit = next;
    } else if ((entry & BASE) !== 0) {
      const stop = decodeCopy(state, meaning(entry, input, state.bit), next);
      if (stop !== undefined) return stop;
    } else {
      if ((entry & END) === 0) return 'illegal';
      state.bit = next;
      return 'end';
    }
  }
}

/** A copy of this length, whose distance is at `bit`. */
function decodeCopy(state: BlockState, length: number, bit: number): BlockStop | undefined {
  const { input, position } = state;
  const entry = entryAt(state.distances, bitsAt(input, bit));
  const next = bit + (entry & TAKEN);
  if (next > state.bitEnd) return 'input';
  const distance = meaning(entry, input, bit);
  if (distance > state.windowSize || distance > position) return 'illegal';
  const end = position + length;
  // What fits is what a budget allows; otherwise it is written once more when there is room.
  copy(state.window, state.words, position, distance, Math.min(end, state.limit));
  if (end > state.limit) return 'room';
  state.position = end;
  state.bit = next;
  return undefined;
}

function entryAt({ entries, rootBits }: CodeTable, bits: number): number {
  const entry = entries[bits & ((1 << rootBits) - 1)]!;
  if ((entry & LINK) === 0) return entry;
  return entries[(entry >>> VALUE_SHIFT) + ((bits >>> rootBits) & ~(-1 << entry))]!;
}

/** The value of a symbol at `bit`, with its extra bits. */
function meaning(entry: number, input: Uint8Array, bit: number): number {
  const code = (entry >>> CODE_SHIFT) & TAKEN;
  return (entry >>> VALUE_SHIFT) + (bitsAt(input, bit + code) & ~(-1 << (entry - code)));
}
