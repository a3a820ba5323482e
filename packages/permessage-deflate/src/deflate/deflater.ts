/**
 * Messages compressed for permessage-deflate (RFC 7692 §7.2.1, RFC 1951): each ends with the head of an
 * empty stored block, without its 00 00 FF FF.
 *
 *     window  a ring: bytes that copies reach ─ position ─ room for the next block
 *
 * @module
 */
import { ByteQueue } from 'sansocket/bytes';
import { checkKind } from 'sansocket/options';
import { alignOutput, type BitOutput, putBits, putBytes } from './bit-output.ts';
import { BlockWriter } from './block-writer.ts';
import type { Compressor, CompressorOptions } from './compressor.ts';
import { createSearch, type Effort, type MatchState, resizeSearch, tokenize } from './matcher.ts';

/** The parameters of a deflater. */
export interface DeflaterOptions extends CompressorOptions {
  readonly workspace: DeflateWorkspace;
}

/** The most bytes of a block: its tokens have to fit. */
const MAX_BLOCK = 32_768;

/** The memory that deflaters share, since only one of them works at a time. */
export class DeflateWorkspace {
  readonly tokens: Uint32Array = new Uint32Array(MAX_BLOCK);
  readonly writer: BlockWriter = new BlockWriter();
  /** Room for a block in the longest code that may be chosen, and for the bits around it. */
  readonly output: Uint8Array = new Uint8Array(MAX_BLOCK + 512);
}

/** The reach of copies at first, in bytes: most connections send little. */
const FIRST_REACH = 1024;

/** By level: see `Effort`. */
const EFFORTS: readonly Effort[] = [
  { chain: 1, lazy: 0, nice: 8, stride: 3 },
  { chain: 2, lazy: 0, nice: 16, stride: 3 },
  { chain: 4, lazy: 0, nice: 16, stride: 3 },
  { chain: 4, lazy: 6, nice: 16, stride: 3 },
  { chain: 8, lazy: 16, nice: 64, stride: 1 },
  { chain: 16, lazy: 16, nice: 128, stride: 1 },
  { chain: 32, lazy: 32, nice: 128, stride: 1 },
  { chain: 128, lazy: 128, nice: 258, stride: 1 },
  { chain: 1024, lazy: 258, nice: 258, stride: 1 },
];

/** One message after the other. */
export class Deflater implements Compressor {
  readonly #windowSize: number;
  readonly #workspace: DeflateWorkspace;
  /** As long as what was sent wants it, up to the window. */
  #state: MatchState;
  /** The position after the last byte in the window. */
  #position = 0;
  /** The number of bytes before it that the peer has, as far as copies can reach. */
  #reach = 0;
  /** The same at the beginning of the message, and the length of the message. */
  #reachBefore = 0;
  #messageLength = 0;
  /** Bits that were no whole byte at the end of the last piece. */
  #hold = 0;
  #count = 0;

  /** @throws TypeError or RangeError for an invalid option. */
  constructor({ windowBits, level, memoryLevel, workspace }: DeflaterOptions) {
    checkKind('windowBits', windowBits, 'a whole number from 8 to 15');
    checkKind('level', level, 'a whole number from 1 to 9');
    checkKind('memoryLevel', memoryLevel, 'a whole number from 1 to 9');
    this.#windowSize = 2 ** windowBits;
    this.#workspace = workspace;
    this.#state = createSearch(Math.min(FIRST_REACH, this.#windowSize), {
      maxHashBits: memoryLevel + 7,
      effort: EFFORTS[level - 1]!,
    });
  }

  /** Bytes that are held. */
  get heldBytes(): number {
    const { window, heads, chain } = this.#state;
    return window.byteLength + heads.byteLength + chain.byteLength;
  }

  /**
   * Compresses the next piece of a message.
   *
   * @param bytes - Not modified, and not kept.
   * @param fin - Whether the message ends with it.
   * @returns The compressed bytes so far, all of them whole, in an array of their own.
   */
  push(bytes: Uint8Array, fin: boolean): Uint8Array {
    const output: BitOutput = {
      bytes: this.#workspace.output,
      length: 0,
      hold: this.#hold,
      count: this.#count,
    };
    const blocks = new ByteQueue();
    for (let i = 0; i < bytes.length; ) {
      if (output.length > 0) {
        blocks.append(output.bytes, 0, output.length);
        output.length = 0;
      }
      i += this.#writeBlock(output, bytes, i);
    }
    if (fin) {
      putBits(output, 0, 3);
      alignOutput(output);
    } else putBytes(output);
    this.#hold = output.hold;
    this.#count = output.count;
    if (blocks.length === 0) return output.bytes.slice(0, output.length);
    blocks.append(output.bytes, 0, output.length);
    return blocks.take();
  }

  /** A message begins. */
  begin(): void {
    this.#reachBefore = this.#reach;
    this.#messageLength = 0;
  }

  /** Forgets the window: the next message starts with an empty one. */
  reset(): void {
    this.#reach = 0;
    this.#position = 0;
    this.#hold = 0;
    this.#count = 0;
  }

  /**
   * Undoes the message that was compressed last: the peer will not see it, and nothing may refer to it (RFC 7692
   * §7.2.1).
   */
  takeBack(): void {
    const { window, chain } = this.#state;
    const isBeforeThere = this.#messageLength <= window.length - chain.length;
    const reach = isBeforeThere ? this.#reachBefore : 0;
    if (isBeforeThere) {
      this.#position = (this.#position - this.#messageLength + window.length) % window.length;
    }
    this.#reach = reach;
    this.#reachBefore = reach;
    this.#messageLength = 0;
    this.#hold = 0;
    this.#count = 0;
  }

  /** Copies will reach all that was sent, as far as the window goes. */
  #makeRoom(count: number): void {
    const wanted = Math.min(this.#reach + count, this.#windowSize);
    if (wanted <= this.#state.chain.length) return;
    // There was no need to go around the ring yet.
    const sent = this.#state.window.subarray(0, this.#position);
    this.#state = resizeSearch(this.#state, wanted, sent);
  }

  /** @returns The number of bytes written into it. */
  #writeBlock(output: BitOutput, bytes: Uint8Array, from: number): number {
    this.#makeRoom(bytes.length - from);
    const { tokens, writer } = this.#workspace;
    const length = Math.min(bytes.length - from, MAX_BLOCK);
    const whole = length === bytes.length ? bytes : bytes.subarray(from, from + length);
    let tokenCount = 0;
    for (let count = 0; count < length; ) {
      const more = this.#take(count === 0 ? whole : whole.subarray(count));
      const free = tokenCount === 0 ? tokens : tokens.subarray(tokenCount);
      tokenCount += tokenize(this.#state, { ...more, reach: this.#reach }, free);
      const taken = more.end - more.start;
      this.#position = more.end === this.#state.window.length ? 0 : more.end;
      this.#reach = Math.min(this.#reach + taken, this.#state.chain.length);
      this.#messageLength += taken;
      count += taken;
    }
    writer.write(output, { bytes: whole, tokens, tokenCount });
    return length;
  }

  /** Bytes into the window, as many as fit: they must not overwrite others that copies can reach. */
  #take(bytes: Uint8Array): { readonly start: number; readonly end: number } {
    const { window, chain } = this.#state;
    const start = this.#position;
    const room = Math.min(window.length - start, window.length - chain.length);
    const count = Math.min(bytes.length, room);
    window.set(count === bytes.length ? bytes : bytes.subarray(0, count), start);
    return { start, end: start + count };
  }
}
