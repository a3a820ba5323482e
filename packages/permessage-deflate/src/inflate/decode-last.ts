/**
 * Symbols of a block, up to the last bit that is there and the last byte that there is room for (RFC
 * 1951 §3.2.3).
 *
 * @module
 */
import { type BlockState, type BlockStop, bitsAt } from './block-state.ts';
import type { CodeTable } from './code-table.ts';
import { copy } from './copy.ts';
import {
  BASE,
  END,
  EXTRA_SHIFT,
  FIELD,
  ILLEGAL,
  LINK,
  NO_LITERAL,
  VALUE_SHIFT,
} from './entries.ts';

/** Decodes until the block ends or something is missing; a symbol that is not whole is not begun. */
export function decodeLast(state: BlockState): BlockStop {
  const { input, window, limit } = state;
  for (;;) {
    const entry = entryAt(state.literals, bitsAt(input, state.bit));
    const next = state.bit + (entry & FIELD);
    if (next > state.bitEnd) return 'input';
    if ((entry & NO_LITERAL) === 0) {
      if (state.position >= limit) return 'room';
      window[state.position++] = entry >>> VALUE_SHIFT;
      state.bit = next;
    } else if ((entry & BASE) !== 0) {
      const stop = decodeCopy(state, entry, next);
      if (stop !== undefined) return stop;
    } else {
      if ((entry & END) === 0) return 'illegal';
      state.bit = next;
      return 'end';
    }
  }
}

/** What a length begins: its extra bits, and a distance with its own. */
function decodeCopy(state: BlockState, lengthEntry: number, start: number): BlockStop | undefined {
  const { input, bitEnd, position } = state;
  let bit = start + ((lengthEntry >>> EXTRA_SHIFT) & FIELD);
  if (bit > bitEnd) return 'input';
  const length = withExtra(lengthEntry, bitsAt(input, start));
  const entry = entryAt(state.distances, bitsAt(input, bit));
  bit += entry & FIELD;
  if (bit > bitEnd) return 'input';
  if ((entry & ILLEGAL) !== 0) return 'illegal';
  const distance = withExtra(entry, bitsAt(input, bit));
  bit += (entry >>> EXTRA_SHIFT) & FIELD;
  if (bit > bitEnd) return 'input';
  if (distance > state.windowSize || distance > position - state.low) return 'illegal';
  const end = position + length;
  // What fits is what a budget allows; otherwise it is written once more when there is room.
  copy(state.window, state.words, position, distance, Math.min(end, state.limit));
  if (end > state.limit) return 'room';
  state.position = end;
  state.bit = bit;
  return undefined;
}

function entryAt({ entries, rootBits }: CodeTable, bits: number): number {
  const entry = entries[bits & ((1 << rootBits) - 1)]!;
  if ((entry & LINK) === 0) return entry;
  const mask = (1 << ((entry >>> EXTRA_SHIFT) & FIELD)) - 1;
  return entries[(entry >>> VALUE_SHIFT) + ((bits >>> rootBits) & mask)]!;
}

/** The value of a symbol with its extra bits. */
function withExtra(entry: number, bits: number): number {
  const extra = (entry >>> EXTRA_SHIFT) & FIELD;
  return (entry >>> VALUE_SHIFT) + (bits & ((1 << extra) - 1));
}
