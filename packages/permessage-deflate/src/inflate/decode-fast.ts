/**
 * Symbols of a block, as long as input and room are ample (RFC 1951 §3.2.3): only the symbols themselves have to be
 * checked.
 *
 * `hold` has the next `count` bits, and above them bits that come next anyway: 32 bits after whole bytes were added
 * until there are 24 or more. Bytes are added before each code, always, since whether they are needed is as good as
 * random, and an unpredictable branch costs more than the work. A symbol that uses more than `count`, which is rare,
 * still has all its bits; after it `hold` is read again.
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
const CODE_SHIFT = fields.CODE_SHIFT;
const LINK = fields.LINK;
const NO_LITERAL = fields.NO_LITERAL;
const TAKEN = fields.TAKEN;
const VALUE_SHIFT = fields.VALUE_SHIFT;
const SHORT = short;
const WORD = word;

/**
 * A round uses 58 bits at most: 10 of a literal, 20 of a length and 28 of a distance. So it reads no word that begins
 * more than 7 bytes on, and writes a byte and a copy.
 */
const AMPLE_INPUT = 10;

/**
 * Decodes until a symbol ends the block or is illegal, or until input or room becomes scarce.
 *
 * @returns `undefined` for the latter.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: what it works on has to stay in local variables
export function decodeFast(state: BlockState): BlockStop | undefined {
  const { input, window, words, windowSize, head } = state;
  const { entries: literals, rootBits: literalBits } = state.literals;
  const { entries: distances, rootBits: distanceBits } = state.distances;
  const literalMask = (1 << literalBits) - 1;
  const distanceMask = (1 << distanceBits) - 1;
  const inputEnd = (state.bitEnd >>> 3) - AMPLE_INPUT;
  const roomEnd = state.limit - 1 - MAX_COPY;
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
      hold = (hold >>> entry) | 0;
      count -= entry & TAKEN;
      window[position++] = entry >> VALUE_SHIFT;
      entry = literals[hold & literalMask]!;
      if ((entry & NO_LITERAL) === 0) {
        hold = (hold >>> entry) | 0;
        count -= entry & TAKEN;
        window[position++] = entry >> VALUE_SHIFT;
        continue;
      }
    }
    if ((entry & LINK) !== 0) {
      entry = literals[(entry >> VALUE_SHIFT) + ((hold >>> literalBits) & ~(-1 << entry))]!;
    }
    const symbol = entry;
    const bits = hold;
    hold = (hold >>> entry) | 0;
    count -= entry & TAKEN;
    if (count < 0) {
      hold = (inputWords.getInt32(i, true) >>> -count) | 0;
      i += 3;
      count += 24;
    }
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
      window[position++] = entry >> VALUE_SHIFT;
      continue;
    }
    const length = meaning(entry, bits);
    hold |= inputWords.getInt32(i, true) << count;
    i += (31 - count) >> 3;
    count |= 24;
    entry = distances[hold & distanceMask]!;
    if ((entry & LINK) !== 0) {
      entry = distances[(entry >> VALUE_SHIFT) + ((hold >>> distanceBits) & ~(-1 << entry))]!;
    }
    const distance = meaning(entry, hold);
    const from = position - distance;
    if (distance > windowSize || from < 0) {
      stop = 'illegal';
      break;
    }
    hold = (hold >>> entry) | 0;
    count -= entry & TAKEN;
    if (count < 0) {
      hold = (inputWords.getInt32(i, true) >>> -count) | 0;
      i += 3;
      count += 24;
    }
    if (length > SHORT) {
      // The same two symbols again, and again, are one long copy.
      const size = (symbol & TAKEN) + (entry & TAKEN);
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
    if (distance >= 2 * WORD) {
      do {
        words.setInt32(position, words.getInt32(position - distance, true), true);
        words.setInt32(position + WORD, words.getInt32(position - distance + WORD, true), true);
        position += 2 * WORD;
      } while (position < end);
    } else if (length > 3) copy(window, words, position, distance, end);
    else {
      // Bytes just written by words of another size are slow to read.
      window[position] = window[from]!;
      window[position + 1] = window[from + 1]!;
      window[position + 2] = window[from + 2]!;
    }
    position = end;
  }
  state.position = position;
  state.bit = 8 * i - count;
  return stop;
}

/** The value of a symbol with its extra bits: the bits from its code on are given. */
function meaning(entry: number, bits: number): number {
  return (entry >> VALUE_SHIFT) + ((bits & ~(-1 << entry)) >> (entry >> CODE_SHIFT));
}
