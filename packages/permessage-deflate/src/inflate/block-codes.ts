/**
 * The codes that a block is written in: the fixed ones, or its own, whose lengths it begins with (RFC
 * 1951 §3.2.6, §3.2.7).
 *
 * @module
 */
import { type BlockState, bitsAt } from './block-state.ts';
import { CodeLengths } from './code-lengths.ts';
import { CodeTable } from './code-table.ts';
import { DISTANCE_ENTRIES, FIELD, LITERAL_ENTRIES, plainEntries, VALUE_SHIFT } from './entries.ts';

/** The order in which the lengths of the code for lengths come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Symbols beyond these stand for nothing, though five bits could announce some. */
const MAX_LITERALS = 286;
const MAX_DISTANCES = 30;
const END_OF_BLOCK = 256;

/** Sizes of the tables: see `CodeTable`. 47 tables of 32 entries need 282 symbols, 3 of 128 need 24. */
const LITERALS_SIZE = 1024 + 48 * 32;
const DISTANCES_SIZE = 256 + 4 * 128;

/** Codes of one block at a time. */
export class BlockCodes {
  readonly #literals = new CodeTable(LITERAL_ENTRIES, 10, LITERALS_SIZE);
  readonly #distances = new CodeTable(DISTANCE_ENTRIES, 8, DISTANCES_SIZE);
  readonly #ofLengths = new CodeTable(plainEntries(ORDER.length), 7, 128);
  /** Of the code for lengths, then of both codes in a row. */
  readonly #lengths = new CodeLengths(MAX_LITERALS + MAX_DISTANCES);
  readonly #inOrder = new Uint8Array(ORDER.length);
  #fixedLiterals: CodeTable | undefined;
  #fixedDistances: CodeTable | undefined;

  /** The block is in the fixed codes. */
  useFixed(state: BlockState): void {
    if (this.#fixedLiterals === undefined || this.#fixedDistances === undefined) {
      const lengths = new CodeLengths(288);
      for (let i = 0; i < 288; i++) lengths.add(i, i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
      this.#fixedLiterals = new CodeTable(LITERAL_ENTRIES, 9, 512);
      this.#fixedLiterals.build(lengths, 0, 288, 0);
      lengths.bits.fill(5);
      this.#fixedDistances = new CodeTable(DISTANCE_ENTRIES, 5, 32);
      this.#fixedDistances.build(lengths, 0, 32, 0);
    }
    state.literals = this.#fixedLiterals;
    state.distances = this.#fixedDistances;
  }

  /**
   * The block begins with its codes at `state.bit`: reads them all, or nothing.
   *
   * @returns Why it cannot, as `BlockStop` says.
   */
  read(state: BlockState): 'input' | 'illegal' | undefined {
    const { input, bitEnd } = state;
    let { bit } = state;
    if (bit + 14 > bitEnd) return 'input';
    const head = bitsAt(input, bit);
    const literalCount = (head & 31) + 257;
    const count = literalCount + ((head >>> 5) & 31) + 1;
    if (literalCount > MAX_LITERALS || count - literalCount > MAX_DISTANCES) return 'illegal';
    const orderCount = ((head >>> 10) & 15) + 4;
    bit += 14;
    if (bit + 3 * orderCount > bitEnd) return 'input';
    const lengths = this.#lengths;
    lengths.count = 0;
    const inOrder = this.#inOrder.fill(0);
    for (let i = 0; i < orderCount; i++, bit += 3) inOrder[ORDER[i]!] = bitsAt(input, bit) & 7;
    for (let i = 0; i < ORDER.length; i++) if (inOrder[i]! > 0) lengths.add(i, inOrder[i]!);
    if (lengths.count < 2 || !this.#ofLengths.build(lengths, 0, lengths.count, 0)) return 'illegal';
    state.bit = bit;
    const stop = this.#readLengths(state, count);
    if (stop !== undefined) return stop;
    if (lengths.symbols[lengths.countBelow(END_OF_BLOCK + 1) - 1] !== END_OF_BLOCK)
      return 'illegal';
    const literalsEnd = lengths.countBelow(literalCount);
    if (!this.#literals.build(lengths, 0, literalsEnd, 0)) return 'illegal';
    if (!this.#distances.build(lengths, literalsEnd, lengths.count, literalCount)) return 'illegal';
    state.literals = this.#literals;
    state.distances = this.#distances;
    return undefined;
  }

  /** 0 to 15 stand for themselves, 16 for the last length again, 17 and 18 for zeros. */
  #readLengths(state: BlockState, count: number): 'input' | 'illegal' | undefined {
    const { input, bitEnd } = state;
    const { entries, rootBits } = this.#ofLengths;
    const mask = (1 << rootBits) - 1;
    const lengths = this.#lengths;
    lengths.count = 0;
    let { bit } = state;
    let last = -1;
    for (let i = 0; i < count; ) {
      const bits = bitsAt(input, bit);
      const entry = entries[bits & mask]!;
      const symbol = entry >>> VALUE_SHIFT;
      bit += entry & FIELD;
      if (bit > bitEnd) return 'input';
      if (symbol < 16) {
        if (symbol > 0) lengths.add(i, symbol);
        last = symbol;
        i++;
        continue;
      }
      if (symbol > 16) last = 0;
      if (last === -1) return 'illegal';
      const extra = RUN_BITS[symbol - 16]!;
      bit += extra;
      if (bit > bitEnd) return 'input';
      const run = (bits >>> (entry & FIELD)) & ((1 << extra) - 1);
      const end = i + run + (symbol === 18 ? 11 : 3);
      if (end > count) return 'illegal';
      if (last > 0) while (i < end) lengths.add(i++, last);
      i = end;
    }
    state.bit = bit;
    return undefined;
  }
}

/** Extra bits of 16, 17 and 18. */
const RUN_BITS = [2, 3, 7] as const;
