/**
 * Messages of permessage-deflate, decompressed as they come (RFC 7692 §7.2.2, RFC 1951 §3.2).
 *
 *     message = *( block ) stored-header        00 00 FF FF taken away: LEN and NLEN of the last block
 *
 * After a block with BFINAL the stream continues at the next byte, with the same window (§7.2.3.4); a message may end
 * there too, and before its first byte. Anywhere else its end is an error, and so are bits without a meaning in
 * DEFLATE: nothing is guessed.
 *
 * An incomplete symbol or head of a block waits until the rest has come. The output is written after the window, in the
 * same array; the window moves down when the array is full.
 *
 * @module
 */
import { copyBytes } from 'sansocket/bytes';
import { checkKind } from 'sansocket/options';
import type { BlockCodes } from './block-codes.ts';
import { type BlockState, bitsAt, wordsOf } from './block-state.ts';
import type { CodeTable } from './code-table.ts';
import { decodeFast } from './decode-fast.ts';
import { decodeLast } from './decode-last.ts';
import { decodeStored, storedLength } from './decode-stored.ts';
import { joined, lengthen, moveTo, Output, useWindow } from './output.ts';
import type { InflateWorkspace } from './workspace.ts';

/** The output, in the form that an extension returns. */
export type Inflation =
  /** A part of the window: good until an inflater of the same workspace is called. */
  | { readonly kind: 'lent'; readonly bytes: Uint8Array }
  | { readonly kind: 'bytes'; readonly bytes: readonly Uint8Array[] }
  /** One more byte than the budget would come out. */
  | { readonly kind: 'too-long'; readonly bytes: Uint8Array | readonly Uint8Array[] }
  /** No continuation is legal, or the message ends too early. */
  | {
      readonly kind: 'illegal';
      readonly detail: string;
      readonly bytes: Uint8Array | readonly Uint8Array[];
    };

/** The state of decoding in the message. */
type Part = 'header' | 'stored' | 'codes';

/** The reason why decoding stops. */
type Stop = 'input' | 'room' | 'illegal';

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Input from this length on, in bytes, is worth the way into the wide window and back. */
const WIDE_FROM = 2048;

/** The parameters of an inflater. */
export interface InflaterOptions {
  /** Distances reach back 2 to this power bytes at most: 8 to 15. */
  readonly windowBits: number;
  /** The window is forgotten at the end of each message, and nothing is held between two. */
  readonly noContextTakeover: boolean;
  readonly workspace: InflateWorkspace;
}

/** One message after the other: `begin`, `push` each piece. After a fault it is of no use. */
export class Inflater {
  readonly #state: BlockState;
  readonly #workspace: InflateWorkspace;
  readonly #forgets: boolean;
  /** Its own window has this many bytes at most. */
  readonly #capacity: number;
  #codes: BlockCodes | undefined;
  #part: Part = 'header';
  /** The message may end here, if nothing is left of it. */
  #mayEnd = true;
  /** The input has ended within the head of a stored block. */
  #atStoredHead = false;
  /** Bytes that have come and were not decoded. */
  #rest: Uint8Array = EMPTY;

  /** @throws TypeError or RangeError when the window bits are not 8 to 15. */
  constructor({ windowBits, noContextTakeover, workspace }: InflaterOptions) {
    checkKind('windowBits', windowBits, 'a whole number from 8 to 15');
    const windowSize = 1 << windowBits;
    this.#workspace = workspace;
    this.#forgets = noContextTakeover;
    this.#capacity = windowSize + Math.max(windowSize >> 2, 1024);
    const none = undefined as unknown as CodeTable;
    this.#state = {
      input: EMPTY,
      inputWords: undefined,
      bit: 0,
      bitEnd: 0,
      window: EMPTY,
      words: wordsOf(EMPTY),
      position: 0,
      limit: 0,
      windowSize,
      head: 0,
      storedLeft: 0,
      literals: none,
      distances: none,
    };
  }

  /** Bytes of its own window. */
  get windowBytes(): number {
    return this.#state.window.length;
  }

  /** A message begins. */
  begin(): void {
    this.#part = 'header';
    this.#mayEnd = true;
    this.#rest = EMPTY;
    this.#state.bit = 0;
  }

  /**
   * Decompresses the next piece of the message.
   *
   * @param bytes - Not modified, and not kept.
   * @param fin - Whether the message ends with it.
   * @param budget - The most bytes that may come out.
   * @returns The output of all input so far. Output that fits into the window is lent as a part of it.
   */
  push(bytes: Uint8Array, fin: boolean, budget: number): Inflation {
    const state = this.#state;
    state.input = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    state.inputWords = undefined;
    state.bitEnd = 8 * state.input.length;
    const own = state.window;
    const workspace = this.#workspace;
    if (this.#forgets || state.input.length >= WIDE_FROM) moveTo(state, workspace.window);
    const output = new Output(state, this.#capacity);
    output.expect(state.input.length);
    let stop = this.#decode(output, budget);
    if (stop === 'input' && fin && !this.#isAtEnd()) stop = 'illegal';
    const result = resultOf(stop, output.take());
    if (!fin) this.#keepRest();
    state.input = EMPTY;
    state.inputWords = undefined;
    if (workspace.isLent(state.window)) this.#leaveWide(own, fin);
    return result;
  }

  #keepRest(): void {
    const state = this.#state;
    const first = state.bit >>> 3;
    this.#rest = first === state.input.length ? EMPTY : copyBytes(state.input, first);
    state.bit &= 7;
  }

  /** Bytes that later distances can reach go back into the connection's own window; the shared one is released. */
  #leaveWide(own: Uint8Array, fin: boolean): void {
    const state = this.#state;
    const { position, windowSize } = state;
    const wide = state.window;
    const reach = fin && this.#forgets ? 0 : Math.min(position, windowSize);
    useWindow(state, reach === 0 ? EMPTY : own);
    if (own.length < reach) lengthen(state, Math.min(2 * reach, this.#capacity));
    state.window.set(wide.subarray(position - reach, position));
    state.position = reach;
  }

  #isAtEnd(): boolean {
    if (this.#part !== 'header') return false;
    const { bit, bitEnd } = this.#state;
    return this.#atStoredHead || (this.#mayEnd && bit === bitEnd);
  }

  /** @returns `room` when the budget is used up. */
  #decode(output: Output, budget: number): Stop {
    const codes = this.#codes ?? this.#workspace.lendCodes();
    let stop: Stop | undefined;
    output.limit(budget);
    for (;;) {
      stop = this.#step(codes);
      if (stop === undefined) continue;
      if (stop !== 'room' || output.isAt(budget)) break;
      output.makeRoom(this.#workspace);
      output.limit(budget);
    }
    this.#codes = this.#part === 'codes' ? codes : undefined;
    if (this.#codes === undefined) this.#workspace.returnCodes(codes);
    return stop;
  }

  #step(codes: BlockCodes): Stop | undefined {
    const state = this.#state;
    if (this.#part === 'header') return this.#readHeader(codes);
    const stop =
      this.#part === 'stored' ? decodeStored(state) : (decodeFast(state) ?? decodeLast(state));
    if (stop !== 'end') return stop;
    this.#part = 'header';
    this.#mayEnd = (state.head & 1) === 1;
    // A final block is followed by the next byte instead of the next bit.
    if (this.#mayEnd) state.bit = (state.bit + 7) & ~7;
    return undefined;
  }

  #readHeader(codes: BlockCodes): Stop | undefined {
    const state = this.#state;
    const start = state.bit;
    this.#atStoredHead = false;
    if (start + 3 > state.bitEnd) return 'input';
    state.head = bitsAt(state.input, start) & 7;
    const stop = this.#readKind(codes);
    if (stop === undefined) this.#mayEnd = false;
    else state.bit = start;
    return stop;
  }

  #readKind(codes: BlockCodes): Stop | undefined {
    const state = this.#state;
    state.bit += 3;
    const kind = state.head >>> 1;
    if (kind === 0) return this.#readStoredHead();
    if (kind === 3) return 'illegal';
    if (kind === 1) codes.useFixed(state);
    else {
      const stop = codes.read(state);
      if (stop !== undefined) return stop;
    }
    this.#part = 'codes';
    return undefined;
  }

  #readStoredHead(): Stop | undefined {
    const state = this.#state;
    const bit = (state.bit + 7) & ~7;
    this.#atStoredHead = bit === state.bitEnd;
    if (bit + 32 > state.bitEnd) return 'input';
    const length = storedLength(state.input, bit >>> 3);
    if (length < 0) return 'illegal';
    state.storedLeft = length;
    state.bit = bit + 32;
    this.#part = 'stored';
    return undefined;
  }
}

/** @param output - A part of the window, or pieces that nothing else uses. */
function resultOf(stop: Stop, output: Uint8Array | readonly Uint8Array[]): Inflation {
  const isPart = output instanceof Uint8Array;
  if (stop === 'input')
    return isPart ? { kind: 'lent', bytes: output } : { kind: 'bytes', bytes: output };
  const bytes = isPart ? copyBytes(output) : output;
  if (stop === 'room') return { kind: 'too-long', bytes };
  return { kind: 'illegal', detail: 'Message is not legal DEFLATE data (RFC 7692 §7.2.2)', bytes };
}
