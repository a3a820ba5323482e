/**
 * The payload of a compressed message, inflated (RFC 7692 §7.2.2, RFC 1951 §3.2): from its first bit
 * each time, one bit after the other.
 *
 *     message = *( block ) stored-header          00 00 FF FF taken away: LEN and NLEN of the last block
 *     block   = BFINAL (1 bit)  BTYPE (2 bits)  …
 *               BTYPE 0   rest of the byte skipped, LEN (2 bytes), NLEN = not LEN, LEN bytes
 *               BTYPE 1   symbols in the fixed codes, up to 256
 *               BTYPE 2   two codes, symbols in them, up to 256
 *
 * A block with BFINAL ends with the byte it ends in, and another block follows: neither the message
 * nor the window ends there (§7.2.3.4). A message may end after such a block too, and may be empty: then no stored head
 * was removed.
 *
 * @module
 */

import { Bits } from './bits.ts';
import {
  codeLengthOrder,
  copyDistances,
  copyLengths,
  END_OF_BLOCK,
  type Extra,
  fixedDistanceLengths,
  fixedLengths,
} from './deflate-tables.ts';
import { type PrefixCode, prefixCode, readSymbol } from './prefix-code.ts';

/** How to inflate. */
export interface InflateOptions {
  /** Whether the message is complete. */
  readonly isLast: boolean;
  /** The inflated earlier messages, as far as the window may reach back. Default: nothing. */
  readonly history?: Uint8Array | undefined;
  /** The window has 2 to this power bytes: 8 to 15. Default: 15. */
  readonly windowBits?: number | undefined;
  /** The most bytes that may come out. Default: any number. */
  readonly budget?: number | undefined;
}

/** One block of DEFLATE, or as much of it as there is. */
export interface ModelBlock {
  /** BTYPE: 0 stored, 1 fixed codes, 2 dynamic codes, 3 reserved. */
  readonly type: number;
  /** BFINAL. */
  readonly isFinal: boolean;
  /** Position of its first bit, and after its last one: those of the byte that ends it are not counted. */
  readonly start: number;
  readonly end: number;
  /** Bytes that stand in it, as they are or as symbols. */
  readonly literals: number;
  /** Copies of earlier output. */
  readonly copies: number;
  /** The farthest that a copy reaches back, in bytes; 0 without copies. */
  readonly farthest: number;
  /** Bytes of output. */
  readonly length: number;
}

/** The output, and the reason why there is no more. */
export interface Inflation {
  /** Every byte that the bits so far decide, up to the budget. */
  readonly data: Uint8Array;
  /**
   * - `whole`: the message is complete.
   * - `more`: the message is not complete, and legal so far.
   * - `illegal`: no bits can make it legal, or it ends too early.
   * - `too-long`: the output is longer than the budget.
   */
  readonly state: 'whole' | 'more' | 'illegal' | 'too-long';
  /** In order; the last may be incomplete, and of a whole message it is the one whose end was removed. */
  readonly blocks: readonly ModelBlock[];
}

/** Inflates a message, or its bytes so far. An element of the format is judged when all its bits have come. */
export function inflate(payload: Uint8Array, options: InflateOptions): Inflation {
  const inflater = new Inflater(payload, options);
  const stop = inflater.run();
  const { data, blocks } = inflater;
  if (stop === 'illegal' || stop === 'too-long') return { data, blocks, state: stop };
  if (!options.isLast) return { data, blocks, state: 'more' };
  return { data, blocks, state: stop === 'at-end' ? 'whole' : 'illegal' };
}

/** Why inflating stops: `at-end` where a message may end. */
type Stop = 'at-end' | 'ran-out' | 'illegal' | 'too-long';

class Inflater {
  readonly #bits: Bits;
  readonly #window: number;
  readonly #budget: number;
  readonly #historyLength: number;
  /** The history, then the output. */
  readonly #out: number[];
  readonly #blocks: ModelBlock[] = [];
  /** Of the block in progress. */
  #counts = { literals: 0, copies: 0, farthest: 0 };

  constructor(payload: Uint8Array, options: InflateOptions) {
    const { history = new Uint8Array(0), windowBits = 15, budget = Infinity } = options;
    this.#bits = new Bits(payload);
    this.#window = 2 ** windowBits;
    this.#budget = budget;
    this.#out = Array.from(history.slice(-this.#window));
    this.#historyLength = this.#out.length;
  }

  get data(): Uint8Array {
    return Uint8Array.from(this.#out.slice(this.#historyLength));
  }

  get blocks(): readonly ModelBlock[] {
    return this.#blocks;
  }

  run(): Stop {
    const bits = this.#bits;
    for (let mayEnd = true; !(mayEnd && bits.isAtEnd()); ) {
      const start = bits.position;
      const before = this.#out.length;
      this.#counts = { literals: 0, copies: 0, farthest: 0 };
      mayEnd = bits.bit() === 1;
      const type = bits.number(2);
      if (bits.ranOut()) return 'ran-out';
      const stop = this.#block(type);
      const length = this.#out.length - before;
      const block = { type, isFinal: mayEnd, start, end: bits.position, length };
      this.#blocks.push({ ...block, ...this.#counts });
      if (stop !== undefined) return stop;
      if (mayEnd) bits.skipToByte();
    }
    return 'at-end';
  }

  #block(type: number): Stop | undefined {
    switch (type) {
      case 0:
        return this.#stored();
      case 1:
        return this.#compressed(prefixCode(fixedLengths)!, prefixCode(fixedDistanceLengths)!);
      case 2:
        return this.#dynamic();
      default:
        return 'illegal';
    }
  }

  #stored(): Stop | undefined {
    const bits = this.#bits;
    bits.skipToByte();
    if (bits.isAtEnd()) return 'at-end';
    const length = bits.number(16);
    const complement = bits.number(16);
    if (bits.ranOut()) return 'ran-out';
    if (length + complement !== 0xffff) return 'illegal';
    for (let i = 0; i < length; i++) {
      const octet = bits.number(8);
      this.#counts.literals++;
      const stop = bits.ranOut() ? 'ran-out' : this.#give(octet);
      if (stop !== undefined) return stop;
    }
    return undefined;
  }

  #dynamic(): Stop | undefined {
    const bits = this.#bits;
    const literalCount = bits.number(5) + 257;
    const distanceCount = bits.number(5) + 1;
    const lengthCount = bits.number(4) + 4;
    if (bits.ranOut()) return 'ran-out';
    // Later symbols have no meaning, but 5 bits could name some.
    if (literalCount > 286 || distanceCount > 30) return 'illegal';
    const order = codeLengthOrder.slice(0, lengthCount);
    const lengths = new Array<number>(19).fill(0);
    for (const symbol of order) lengths[symbol] = bits.number(3);
    if (bits.ranOut()) return 'ran-out';
    const all = this.#codeLengths(lengths, literalCount + distanceCount);
    if (typeof all === 'string') return all;
    const literals = prefixCode(all.slice(0, literalCount));
    const distances = prefixCode(all.slice(literalCount));
    if (literals === undefined || distances === undefined) return 'illegal';
    return all[END_OF_BLOCK] === 0 ? 'illegal' : this.#compressed(literals, distances);
  }

  /** The lengths of both codes, themselves in a code (§3.2.7). */
  #codeLengths(ofLengths: readonly number[], count: number): number[] | Stop {
    const code = prefixCode(ofLengths);
    if (code === undefined || code.symbols.size < 2) return 'illegal';
    const lengths: number[] = [];
    while (lengths.length < count) {
      const symbol = readSymbol(this.#bits, code)!;
      const run = this.#lengthsOf(symbol, lengths.at(-1));
      if (this.#bits.ranOut()) return 'ran-out';
      if (run === undefined || lengths.length + run.length > count) return 'illegal';
      lengths.push(...run);
    }
    return lengths;
  }

  /** 0 to 15 stand for themselves, 16 for the last length again, 17 and 18 for zeros. */
  #lengthsOf(symbol: number, last: number | undefined): readonly number[] | undefined {
    const times = (least: number, bits: number, length: number): number[] =>
      new Array<number>(least + this.#bits.number(bits)).fill(length);
    if (symbol < 16) return [symbol];
    if (symbol === 17) return times(3, 3, 0);
    if (symbol === 18) return times(11, 7, 0);
    return last === undefined ? undefined : times(3, 2, last);
  }

  #compressed(literals: PrefixCode, distances: PrefixCode): Stop | undefined {
    for (;;) {
      const symbol = readSymbol(this.#bits, literals);
      if (this.#bits.ranOut()) return 'ran-out';
      if (symbol === END_OF_BLOCK) return undefined;
      if (symbol === undefined) return 'illegal';
      if (symbol < 256) this.#counts.literals++;
      const stop = symbol < 256 ? this.#give(symbol) : this.#copy(symbol, distances);
      if (stop !== undefined) return stop;
    }
  }

  #copy(symbol: number, distances: PrefixCode): Stop | undefined {
    const length = this.#value(copyLengths[symbol - 257]);
    if (this.#bits.ranOut()) return 'ran-out';
    if (length === undefined) return 'illegal';
    const distanceSymbol = readSymbol(this.#bits, distances);
    const distance = this.#value(copyDistances[distanceSymbol ?? Infinity]);
    if (this.#bits.ranOut()) return 'ran-out';
    if (distance === undefined || distance > this.#window) return 'illegal';
    if (distance > this.#out.length) return 'illegal';
    this.#counts.copies++;
    this.#counts.farthest = Math.max(this.#counts.farthest, distance);
    for (let i = 0; i < length; i++) {
      const stop = this.#give(this.#out.at(-distance)!);
      if (stop !== undefined) return stop;
    }
    return undefined;
  }

  #value(extra: Extra | undefined): number | undefined {
    return extra === undefined ? undefined : extra[0] + this.#bits.number(extra[1]);
  }

  #give(octet: number): 'too-long' | undefined {
    if (this.#out.length - this.#historyLength === this.#budget) return 'too-long';
    this.#out.push(octet);
    return undefined;
  }
}
