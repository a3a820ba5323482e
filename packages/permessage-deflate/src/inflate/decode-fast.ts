/**
 * Symbols of a block, as long as input and room are ample (RFC 1951 §3.2.3): nothing has to be checked
 * but what the symbols say.
 *
 * `hold` has the next `count` bits, and above them what will be there anyway. Before each code whole bytes
 * are added until there are 24 or more: always, since whether they are wanted is as good as random, and a
 * branch that nobody can predict costs more than the work.
 *
 * All numbers are whole ones of 32 bits, here and in the state: where one may be a double, be it for `>>>`
 * alone, JavaScriptCore runs the loop as slowly as if it were not compiled.
 *
 * @module
 */
import { type BlockState, type BlockStop, FIXED_HEAD, MAX_COPY, wordsOf } from './block-state.ts';
import { copy, SHORT as short, WORD as word } from './copy.ts';
import * as fields from './entries.ts';

// V8 compiles constants of this module into the loop; one of another module is read wherever it is used.
const BASE = fields.BASE;
const END = fields.END;
const EXTRA_SHIFT = fields.EXTRA_SHIFT;
const FIELD = fields.FIELD;
const LINK = fields.LINK;
const NO_LITERAL = fields.NO_LITERAL;
const VALUE_SHIFT = fields.VALUE_SHIFT;
const SHORT = short;
const WORD = word;

/** Three times up to 3 bytes that one round takes, the last of them read with a word of 4. */
const AMPLE_INPUT = 10;

/**
 * Decodes until a symbol ends the block or is illegal, or until input or room gets scarce.
 *
 * @returns `undefined` for the latter.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: what it works on has to stay in local variables
export function decodeFast(state: BlockState): BlockStop | undefined {
  const { input, window, words, low, windowSize, head } = state;
  const { entries: literals, rootBits: literalBits } = state.literals;
  const { entries: distances, rootBits: distanceBits } = state.distances;
  const literalMask = (1 << literalBits) - 1;
  const distanceMask = (1 << distanceBits) - 1;
  const inputEnd = (state.bitEnd >>> 3) - AMPLE_INPUT;
  const roomEnd = state.limit - MAX_COPY;
  let position = state.position;
  let i = state.bit >>> 3;
  if (i >= inputEnd || position > roomEnd) return undefined;
  const inputWords = (state.inputWords ??= wordsOf(input));
  let hold = (inputWords.getInt32(i, true) >>> (state.bit & 7)) | 0;
  let count = 24 - (state.bit & 7);
  i += 3;
  let stop: BlockStop | undefined;

  while (i < inputEnd && position <= roomEnd) {
    hold |= inputWords.getInt32(i, true) << count;
    i += (31 - count) >> 3;
    count |= 24;
    let entry = literals[hold & literalMask]!;
    if ((entry & NO_LITERAL) === 0) {
      hold = (hold >>> (entry & FIELD)) | 0;
      count -= entry & FIELD;
      window[position++] = entry >>> VALUE_SHIFT;
      // Two of them take 20 of the 24 bits at most.
      entry = literals[hold & literalMask]!;
      if ((entry & NO_LITERAL) !== 0) continue;
      hold = (hold >>> (entry & FIELD)) | 0;
      count -= entry & FIELD;
      window[position++] = entry >>> VALUE_SHIFT;
      continue;
    }
    if ((entry & LINK) !== 0) {
      const mask = (1 << ((entry >>> EXTRA_SHIFT) & FIELD)) - 1;
      entry = literals[(entry >>> VALUE_SHIFT) + ((hold >>> literalBits) & mask)]!;
    }
    const symbol = entry;
    const bits = hold;
    hold = (hold >>> (entry & FIELD)) | 0;
    count -= entry & FIELD;
    if ((entry & BASE) === 0) {
      if ((entry & NO_LITERAL) !== 0) {
        // Blocks of a few symbols follow each other: whatever is set up for each costs more than they do.
        if ((entry & END) !== 0 && head === FIXED_HEAD && (hold & 7) === FIXED_HEAD) {
          hold = (hold >>> 3) | 0;
          count -= 3;
          continue;
        }
        stop = (entry & END) !== 0 ? 'end' : 'illegal';
        break;
      }
      window[position++] = entry >>> VALUE_SHIFT;
      continue;
    }
    let extra = (entry >>> EXTRA_SHIFT) & FIELD;
    const length = (entry >>> VALUE_SHIFT) + (hold & ((1 << extra) - 1));
    hold = (hold >>> extra) | 0;
    count -= extra;
    hold |= inputWords.getInt32(i, true) << count;
    i += (31 - count) >> 3;
    count |= 24;
    entry = distances[hold & distanceMask]!;
    if ((entry & LINK) !== 0) {
      const mask = (1 << ((entry >>> EXTRA_SHIFT) & FIELD)) - 1;
      entry = distances[(entry >>> VALUE_SHIFT) + ((hold >>> distanceBits) & mask)]!;
    }
    hold = (hold >>> (entry & FIELD)) | 0;
    count -= entry & FIELD;
    hold |= inputWords.getInt32(i, true) << count;
    i += (31 - count) >> 3;
    count |= 24;
    extra = (entry >>> EXTRA_SHIFT) & FIELD;
    const distance = (entry >>> VALUE_SHIFT) + (hold & ((1 << extra) - 1));
    hold = (hold >>> extra) | 0;
    count -= extra;
    if ((entry & BASE) === 0 || distance > windowSize || distance > position - low) {
      stop = 'illegal';
      break;
    }
    if (length > SHORT || (distance < 2 * WORD && distance < length)) {
      // The same two symbols again, and again, are one long copy.
      const size = bitsOf(symbol) + bitsOf(entry);
      const mask = (1 << size) - 1;
      let end = position + length;
      while (size <= 24 && i < inputEnd && end <= roomEnd) {
        hold |= inputWords.getInt32(i, true) << count;
        i += (31 - count) >> 3;
        count |= 24;
        if (((hold ^ bits) & mask) !== 0) break;
        hold = (hold >>> size) | 0;
        count -= size;
        end += length;
      }
      copy(window, words, position, distance, end);
      position = end;
      continue;
    }
    const end = position + length;
    let from = position - distance;
    do {
      words.setInt32(position, words.getInt32(from, true), true);
      words.setInt32(position + WORD, words.getInt32(from + WORD, true), true);
      position += 2 * WORD;
      from += 2 * WORD;
    } while (position < end);
    position = end;
  }
  state.position = position;
  state.bit = 8 * i - count;
  return stop;
}

/** Bits that a symbol takes, with its extra ones. */
function bitsOf(entry: number): number {
  return (entry & FIELD) + ((entry >>> EXTRA_SHIFT) & FIELD);
}
