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
 * nor the window ends there (§7.2.3.4). A message may end behind such a block too, and may be empty:
 * nothing has been taken away then.
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
  /** Whether all of the message is there. */
  readonly isLast: boolean;
  /** What earlier messages came to, as far as the window may reach back. Default: nothing. */
  readonly history?: Uint8Array | undefined;
  /** The window has 2 to this power bytes: 8 to 15. Default: 15. */
  readonly windowBits?: number | undefined;
  /** The most bytes that may come out. Default: any number. */
  readonly budget?: number | undefined;
}

/** What came out, and why not more. */
export interface Inflation {
  /** Every byte that the bits so far decide, up to the budget. */
  readonly data: Uint8Array;
  /**
   * - `whole`: the message is complete.
   * - `more`: it is not, and what has come of it is legal.
   * - `illegal`: no bits can make it legal, or it ends too early.
   * - `too-long`: one more byte is there than the budget allows.
   */
  readonly state: 'whole' | 'more' | 'illegal' | 'too-long';
}

/** Inflates a message, or what has come of it. A piece of the format is judged when all its bits are there. */
export function inflate(payload: Uint8Array, options: InflateOptions): Inflation {
  const inflater = new Inflater(payload, options);
  const stop = inflater.run();
  const { data } = inflater;
  if (stop === 'illegal' || stop === 'too-long') return { data, state: stop };
  if (!options.isLast) return { data, state: 'more' };
  return { data, state: stop === 'at-end' ? 'whole' : 'illegal' };
}

/** Why inflating stops: `at-end` where a message may end. */
type Stop = 'at-end' | 'ran-out' | 'illegal' | 'too-long';

class Inflater {
  readonly #bits: Bits;
  readonly #window: number;
  readonly #budget: number;
  readonly #historyLength: number;
  /** History, then what came out. */
  readonly #out: number[];

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

  run(): Stop {
    const bits = this.#bits;
    for (let mayEnd = true; !(mayEnd && bits.isAtEnd()); ) {
      mayEnd = bits.bit() === 1;
      const type = bits.number(2);
      if (bits.ranOut()) return 'ran-out';
      const stop = this.#block(type);
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
    // Symbols beyond stand for nothing, and 5 bits could name some.
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
