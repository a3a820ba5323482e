/**
 * The codes that a block is written in: the fixed ones, or its own, whose lengths it begins with (RFC
 * 1951 §3.2.6, §3.2.7).
 *
 * @module
 */
import { type BlockState, bitsAt } from './block-state.ts';
import * as packing from './code-lengths.ts';
import { CodeTable } from './code-table.ts';
import * as fields from './entries.ts';

// As in `decodeFast`: a constant of another module is read wherever it is used.
const CODE_SHIFT = fields.CODE_SHIFT;
const TAKEN = fields.TAKEN;
const VALUE_SHIFT = fields.VALUE_SHIFT;
const LENGTH_SHIFT = packing.LENGTH_SHIFT;
const RANK_SHIFT = packing.RANK_SHIFT;

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
  readonly #literals = new CodeTable(fields.LITERAL_ENTRIES, 10, LITERALS_SIZE);
  readonly #distances = new CodeTable(fields.DISTANCE_ENTRIES, 8, DISTANCES_SIZE);
  readonly #ofLengths = new CodeTable(fields.LENGTH_ENTRIES, 7, 128);
  /** Of the code for lengths, then of both codes in a row. */
  readonly #lengths = new packing.CodeLengths(MAX_LITERALS + MAX_DISTANCES);
  readonly #inOrder = new Uint8Array(ORDER.length);
  #fixedLiterals: CodeTable | undefined;
  #fixedDistances: CodeTable | undefined;

  /** The block is in the fixed codes. */
  useFixed(state: BlockState): void {
    if (this.#fixedLiterals === undefined || this.#fixedDistances === undefined) {
      const lengths = new packing.CodeLengths(288);
      const literals = new CodeTable(fields.LITERAL_ENTRIES, 9, 512);
      const distances = new CodeTable(fields.DISTANCE_ENTRIES, 5, 32);
      for (let i = 0; i < 288; i++) {
        lengths.add(i, i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8, literals.counts);
      }
      literals.build(lengths, 0, 0);
      lengths.count = 0;
      for (let i = 0; i < 32; i++) lengths.add(i, 5, distances.counts);
      distances.build(lengths, 0, 0);
      this.#fixedLiterals = literals;
      this.#fixedDistances = distances;
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
    const counts = this.#ofLengths.begin();
    for (let i = 0; i < ORDER.length; i++) if (inOrder[i]! > 0) lengths.add(i, inOrder[i]!, counts);
    if (this.#ofLengths.build(lengths, 0, 0) < 2) return 'illegal';
    state.bit = bit;
    const stop = this.#readLengths(state, literalCount, count);
    if (stop !== undefined) return stop;
    const used = this.#literals.build(lengths, 0, 0);
    if (!lengths.has(END_OF_BLOCK, used)) return 'illegal';
    if (this.#distances.build(lengths, used, literalCount) < 0) return 'illegal';
    state.literals = this.#literals;
    state.distances = this.#distances;
    return undefined;
  }

  /** 0 to 15 stand for themselves, 16 for the last length again, 17 and 18 for zeros. */
  #readLengths(
    state: BlockState,
    literalCount: number,
    count: number,
  ): 'input' | 'illegal' | undefined {
    const { input, bitEnd } = state;
    const { entries, rootBits } = this.#ofLengths;
    const mask = (1 << rootBits) - 1;
    const lengths = this.#lengths;
    const { packed } = lengths;
    let used = 0;
    const literals = this.#literals.begin();
    const distances = this.#distances.begin();
    let { bit } = state;
    let last = -1;
    let hold = 0;
    let held = 0;
    for (let i = 0; i < count; ) {
      if (held < MOST_TAKEN) {
        hold = bitsAt(input, bit) | 0;
        held = 25;
      }
      const entry = entries[hold & mask]!;
      const symbol = entry >> VALUE_SHIFT;
      const taken = entry & TAKEN;
      const run = (hold & ~(-1 << entry)) >> (entry >> CODE_SHIFT);
      hold = (hold >>> entry) | 0;
      held -= taken;
      bit += taken;
      // The last length again, where there is none, is illegal whatever the extra bits of it say.
      const missing = bit - bitEnd;
      if (missing > 0) return symbol === 16 && last === -1 && missing <= 2 ? 'illegal' : 'input';
      let end = i + 1;
      if (symbol < 16) last = symbol;
      else {
        if (symbol > 16) last = 0;
        if (last === -1) return 'illegal';
        end = i + run + (symbol === 18 ? 11 : 3);
        if (end > count) return 'illegal';
      }
      if (last === 0) i = end;
      for (; i < end; i++) {
        const counts = i < literalCount ? literals : distances;
        packed[used++] = (counts[last]!++ << RANK_SHIFT) | (last << LENGTH_SHIFT) | i;
      }
    }
    lengths.count = used;
    state.bit = bit;
    return undefined;
  }
}

/** The longest symbol of the code for lengths, in bits, with its extra ones. */
const MOST_TAKEN = 14;
