/**
 * Codes of a block's own (RFC 1951 §3.2.7): made for its symbols, and written before them.
 *
 *     HLIT  HDIST  HCLEN  lengths of the code for lengths   lengths of both codes in a row
 *      5      5      4      3 each, in an order of their own   in that code; 16, 17, 18 are runs
 *
 * @module
 */
import { type BitOutput, putBits } from './bit-output.ts';
import type { Block } from './block.ts';

import { CodeMaker, type HuffmanCode } from './huffman-code.ts';
import { DISTANCES, distanceSymbol, LENGTH_SYMBOLS, LENGTHS } from './symbols.ts';

const LITERALS = 286;
const DISTANCE_SYMBOLS = 30;
const END_OF_BLOCK = 256;
const MAX_LENGTH = 15;
const MAX_LENGTH_OF_LENGTHS = 7;

/** The order in which the lengths of the code for lengths come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Extra bits of the symbols from 16 on, and the shortest run that they stand for. */
const RUN_BITS = [2, 3, 7] as const;
const RUN_LEAST = [3, 3, 11] as const;

/** The codes of one block at a time. */
export class OwnCodes {
  readonly literals: HuffmanCode = emptyCode(LITERALS);
  readonly distances: HuffmanCode = emptyCode(DISTANCE_SYMBOLS);
  /** The bits of the block in these codes, including the codes themselves, and in the fixed codes. */
  bits = 0;
  fixedBits = 0;

  readonly #fixedLengths: Uint8Array;
  readonly #maker = new CodeMaker();
  readonly #literalCounts = new Uint32Array(LITERALS);
  readonly #distanceCounts = new Uint32Array(DISTANCE_SYMBOLS);
  readonly #ofLengths: HuffmanCode = emptyCode(ORDER.length);
  readonly #lengthCounts = new Uint32Array(ORDER.length);
  /** Symbols of the code for lengths, with their extra value: `extra << 8 | symbol`. */
  readonly #runs = new Uint16Array(LITERALS + DISTANCE_SYMBOLS);
  #runCount = 0;
  /** Lengths of both codes in a row. */
  readonly #row = new Uint8Array(LITERALS + DISTANCE_SYMBOLS);
  #literalCount = 0;
  #distanceCount = 0;
  #orderCount = 0;

  /** @param fixedLengths - Of the fixed code of literals and lengths. */
  constructor(fixedLengths: Uint8Array) {
    this.#fixedLengths = fixedLengths;
  }

  /** Makes codes for a block, and counts its bits. */
  count(block: Block): void {
    const literalCounts = this.#literalCounts.fill(0);
    const distanceCounts = this.#distanceCounts.fill(0);
    let extraBits = 0;
    let copies = 0;
    for (let i = 0; i < block.tokenCount; i++) {
      const token = block.tokens[i]!;
      if (token < END_OF_BLOCK) literalCounts[token]!++;
      else {
        const lengthSymbol = LENGTH_SYMBOLS[token >>> 16]!;
        const symbol = distanceSymbol(token & 0xffff);
        literalCounts[END_OF_BLOCK + 1 + lengthSymbol]!++;
        distanceCounts[symbol]!++;
        copies++;
        extraBits += LENGTHS.extraBits[lengthSymbol]! + DISTANCES.extraBits[symbol]!;
      }
    }
    literalCounts[END_OF_BLOCK] = 1;
    const literalBits = this.#maker.make(literalCounts, MAX_LENGTH, this.literals);
    const distanceBits = this.#maker.make(distanceCounts, MAX_LENGTH, this.distances);
    this.bits = this.#makeHead() + literalBits + distanceBits + extraBits;
    const copyBits = 5 * copies + extraBits;
    this.fixedBits = 3 + sum(literalCounts, this.#fixedLengths) + copyBits;
  }

  /** Writes the head of the block, before the symbols. */
  write(output: BitOutput): void {
    putBits(output, this.#literalCount - 257, 5);
    putBits(output, this.#distanceCount - 1, 5);
    putBits(output, this.#orderCount - 4, 4);
    const { codes, lengths } = this.#ofLengths;
    for (let i = 0; i < this.#orderCount; i++) putBits(output, lengths[ORDER[i]!]!, 3);
    for (let i = 0; i < this.#runCount; i++) {
      const run = this.#runs[i]!;
      const symbol = run & 0xff;
      putBits(output, codes[symbol]!, lengths[symbol]!);
      if (symbol >= 16) putBits(output, run >>> 8, RUN_BITS[symbol - 16]!);
    }
  }

  /** @returns Its length in bits. */
  #makeHead(): number {
    this.#literalCount = usedLength(this.literals.lengths, 257);
    this.#distanceCount = usedLength(this.distances.lengths, 1);
    this.#runCount = 0;
    // The second code follows the last used symbol of the first.
    this.#row.set(this.literals.lengths);
    this.#row.set(this.distances.lengths, this.#literalCount);
    const end = this.#literalCount + this.#distanceCount;
    for (let i = 0; i < end; ) i = this.#addRun(i, end);
    const counts = this.#lengthCounts.fill(0);
    for (let i = 0; i < this.#runCount; i++) counts[this.#runs[i]! & 0xff]!++;
    // A row of 258 lengths or more needs two symbols or more: a code of one would be none.
    const bits = this.#maker.make(counts, MAX_LENGTH_OF_LENGTHS, this.#ofLengths);
    const { lengths } = this.#ofLengths;
    this.#orderCount = ORDER.length;
    while (this.#orderCount > 4 && lengths[ORDER[this.#orderCount - 1]!] === 0) this.#orderCount--;
    const extraBits = 2 * counts[16]! + 3 * counts[17]! + 7 * counts[18]!;
    return 3 + 14 + 3 * this.#orderCount + bits + extraBits;
  }

  /** @returns Where the next run begins. */
  #addRun(start: number, rowEnd: number): number {
    const row = this.#row;
    const length = row[start]!;
    let end = start + 1;
    while (end < rowEnd && row[end] === length) end++;
    const symbol = length !== 0 ? 16 : end - start > 10 ? 18 : 17;
    // 16 says the last one again: there has to be one.
    const first = length === 0 ? start : start + 1;
    if (length !== 0 || end - first < 3) this.#runs[this.#runCount++] = length;
    if (end - first < 3) return start + 1;
    const most = RUN_LEAST[symbol - 16]! + (1 << RUN_BITS[symbol - 16]!) - 1;
    const count = Math.min(end - first, most);
    this.#runs[this.#runCount++] = ((count - RUN_LEAST[symbol - 16]!) << 8) | symbol;
    return first + count;
  }
}

function emptyCode(count: number): HuffmanCode {
  return { codes: new Uint16Array(count), lengths: new Uint8Array(count) };
}

function sum(counts: Uint32Array, lengths: Uint8Array): number {
  let bits = 0;
  for (let i = 0; i < counts.length; i++) bits += counts[i]! * lengths[i]!;
  return bits;
}

/** Up to the last symbol in use. */
function usedLength(lengths: Uint8Array, least: number): number {
  let length = lengths.length;
  while (length > least && lengths[length - 1] === 0) length--;
  return length;
}
