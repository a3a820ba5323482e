/**
 * Bytes to the frames of Hixie (hybi-00 §4.2, §5.3), one step at a time. Both directions are the same, and no
 * frame is masked.
 *
 *     00       text … FF      a message
 *     01 to 7F bytes … FF     to be discarded
 *     80 to FF length, bytes  to be discarded; the length in 7 bits per byte, highest bit set except in the last
 *     FF 00                   the end of all frames, in hixie-76
 *
 * The length of a text is not known before its end, so its limit is checked at each byte; the limit of a
 * counted frame is checked at each byte of its length.
 *
 * @module
 */

import { assertBytes } from 'sansocket/bytes';
import { aBoolean, type Checks, checkOptions, fromZero } from 'sansocket/options';
import { broken } from './broken.ts';
import type { LegacyViolation, LegacyViolationId } from './legacy-violations.ts';

/** The limits of frames, and the version. */
export interface HixieFrameDecoderOptions {
  /** Longest discarded frame in bytes. Default and highest value: 2^53 - 1. */
  readonly maxFrameBytes?: number | undefined;
  /** Longest text in bytes. Default and highest value: 2^53 - 1. */
  readonly maxTextBytes?: number | undefined;
  /** Whether FF 00 is the end of all frames, as in hixie-76. Default: true. */
  readonly closes?: boolean | undefined;
}

export const hixieDecoderChecks: Checks<HixieFrameDecoderOptions> = {
  maxFrameBytes: fromZero,
  maxTextBytes: fromZero,
  closes: aBoolean,
};

/** A step: `begin` and `end` of a text; `text`: `piece` has a part of it; `closing`: FF 00, the last frame. */
export type HixieStep = 'need-input' | 'begin' | 'text' | 'end' | 'closing' | 'violation';

type Stage = 'type' | 'text' | 'discarded' | 'length' | 'counted' | 'closed' | 'failed';

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0);
const MAX_BYTES = 2 ** 53 - 1;
const TERMINATOR = 0xff;
const COUNTED = 0x80;
const CLOSING = 0xff;
const MORE = 0x80;

/** A length may have leading zeros; ten bytes hold any number of 64 bits. */
const MAX_LENGTH_BYTES = 10;

/** Decodes one direction: `push` a chunk, then call `next` until it returns `need-input`. */
export class HixieFrameDecoder {
  readonly #maxFrameBytes: number;
  readonly #maxTextBytes: number;
  readonly #closes: boolean;
  #chunk = EMPTY;
  #position = 0;
  /** Offset in the stream of the chunk's first byte. */
  #chunkOffset = 0;
  #stage: Stage = 'type';
  #type = 0;
  /** Bytes read of the current frame, or of its length. */
  #taken = 0;
  #length = 0;
  #violation: LegacyViolation | undefined;

  /** The current piece of the text, after the step `text`: a view of the chunk. */
  piece: Uint8Array = EMPTY;

  constructor(options: HixieFrameDecoderOptions = {}) {
    checkOptions(options, hixieDecoderChecks);
    this.#maxFrameBytes = Math.min(options.maxFrameBytes ?? MAX_BYTES, MAX_BYTES);
    this.#maxTextBytes = Math.min(options.maxTextBytes ?? MAX_BYTES, MAX_BYTES);
    this.#closes = options.closes ?? true;
  }

  /** Bytes of the chunk that are not decoded yet. */
  get unread(): number {
    return this.#chunk.length - this.#position;
  }

  /** Offset in the stream of the next byte to decode; the first byte pushed is 0. */
  get offset(): number {
    return this.#chunkOffset + this.#position;
  }

  /** The rule that the peer broke, after the step `violation`. */
  get violation(): LegacyViolation | undefined {
    return this.#violation;
  }

  /**
   * Adds the next chunk of the stream; call it only when the last chunk has been decoded.
   *
   * @param chunk - Not changed; used until `next` returns `need-input`.
   * @throws TypeError if it is not a Uint8Array.
   */
  push(chunk: Uint8Array): void {
    assertBytes(chunk, 'chunk');
    this.#release();
    this.#chunk = chunk;
  }

  /** Decodes up to the next step. */
  next(): HixieStep {
    while (this.unread > 0) {
      const step = this.#step();
      if (step !== undefined) return step;
    }
    return this.#stage === 'failed' ? 'violation' : this.#release();
  }

  #step(): HixieStep | undefined {
    switch (this.#stage) {
      case 'type':
        return this.#takeType(this.#chunk[this.#position++]!);
      case 'text':
        return this.#takeText();
      case 'discarded':
        return this.#takeDelimited(this.#maxFrameBytes) === 'violation' ? 'violation' : undefined;
      case 'length':
        return this.#takeLengthByte(this.#chunk[this.#position++]!);
      case 'counted':
        this.#skip();
        return undefined;
      case 'closed':
        return this.#release();
      case 'failed':
        return 'violation';
    }
  }

  #takeType(type: number): HixieStep | undefined {
    this.#type = type;
    this.#taken = 0;
    this.#length = 0;
    this.#stage = type >= COUNTED ? 'length' : type === 0 ? 'text' : 'discarded';
    return type === 0 ? 'begin' : undefined;
  }

  #takeText(): HixieStep {
    const start = this.#position;
    const step = this.#takeDelimited(this.#maxTextBytes);
    this.piece = this.#chunk.subarray(start, this.#position);
    return step ?? 'text';
  }

  /** Reads a frame without a length: first its bytes in the chunk, then its end or the first byte over the limit. */
  #takeDelimited(limit: number): 'end' | 'violation' | undefined {
    const start = this.#position;
    const found = this.#chunk.indexOf(TERMINATOR, start);
    const available = (found === -1 ? this.#chunk.length : found) - start;
    const length = Math.min(available, limit - this.#taken);
    this.#position = start + length;
    this.#taken += length;
    if (length > 0) return undefined;
    this.#position++;
    if (available > 0) return this.#fail('delimited-frame-too-long', `more than ${limit} bytes`);
    this.#stage = 'type';
    return 'end';
  }

  #takeLengthByte(byte: number): HixieStep | undefined {
    const ends = byte < MORE;
    this.#taken++;
    this.#length = this.#length * 128 + (byte & ~MORE);
    // For a length that is not complete, the least possible value is compared.
    if (this.#length * (ends ? 1 : 128) > this.#maxFrameBytes) {
      return this.#fail('counted-frame-too-long', `a length over ${this.#maxFrameBytes}`);
    }
    if (!ends) {
      const isLast = this.#taken === MAX_LENGTH_BYTES;
      return isLast ? this.#fail('frame-length-too-long', 'a length that goes on') : undefined;
    }
    this.#stage = this.#length === 0 ? 'type' : 'counted';
    if (this.#type !== CLOSING || this.#length > 0 || !this.#closes) return undefined;
    this.#stage = 'closed';
    return 'closing';
  }

  #skip(): void {
    const length = Math.min(this.unread, this.#length);
    this.#position += length;
    this.#length -= length;
    if (this.#length === 0) this.#stage = 'type';
  }

  #fail(rule: LegacyViolationId, what: string): 'violation' {
    const detail = `Frame of type 0x${this.#type.toString(16).padStart(2, '0')} has ${what}`;
    this.#violation = broken(rule, this.offset - 1, detail);
    this.#stage = 'failed';
    return 'violation';
  }

  /** Drops a chunk that has been decoded, or that is not needed. */
  #release(): 'need-input' {
    this.#chunkOffset += this.#chunk.length;
    this.#position = 0;
    this.#chunk = EMPTY;
    this.piece = EMPTY;
    return 'need-input';
  }
}
