/**
 * Bytes to frame headers (RFC 6455 §5.2), wherever the chunks are cut. There are two readers, and both ask the same
 * rules: the quick one reads a header at once that is whole in the chunk and breaks none; the careful one reads any
 * other a byte at a time, so that each rule is judged at the byte that decides it.
 *
 * @module
 */

import { readKey, wordToKey } from '../masking/index.ts';
import type { ViolationId } from '../violations/index.ts';
import {
  type FrameHeader,
  headerOf,
  LEAST_IN_8_BYTES,
  LENGTH,
  LENGTH_IN_2_BYTES,
  LENGTH_IN_8_BYTES,
  MASK,
} from './frame-header.ts';
import {
  type FrameRules,
  HeaderRules,
  type JudgedHeaders,
  NOTHING,
  type Plain,
} from './header-rules.ts';

/** Decodes one header after the other. */
export class HeaderDecoder {
  readonly rules: FrameRules;
  /** The mask bit of the plainest headers, and their length. */
  readonly #mask: number;
  readonly #plainLength: number;
  #plain: Plain = NOTHING;
  /** Bytes of the header that the careful reader has read. */
  #read = 0;
  #rule: ViolationId | undefined;

  /** FIN, reserved bits, opcode. */
  byte0 = 0;
  masked = false;
  /** The masking key as a word. */
  word = 0;
  /** Bytes of the extended payload length: 0, 2 or 8. */
  lengthSize = 0;
  payloadLength = 0;

  constructor(options: JudgedHeaders) {
    this.rules = options.rules?.(options) ?? new HeaderRules(options);
    this.#mask = options.role === 'server' ? MASK : 0;
    this.#plainLength = options.role === 'server' ? 6 : 2;
    this.#plain = this.rules.plain ?? NOTHING;
  }

  /** Whether it stands between two headers. */
  get isBetween(): boolean {
    return this.#read === 0;
  }

  /** The rule that the last byte read breaks. */
  get rule(): ViolationId | undefined {
    return this.#rule;
  }

  /** The header in a new object. */
  get header(): FrameHeader {
    return headerOf(this.byte0, this.masked ? wordToKey(this.word) : undefined, this.payloadLength);
  }

  /**
   * Reads bytes of a header until it is whole, a rule is broken or the chunk ends.
   *
   * @param position - Of the first byte to read; there is one.
   * @returns The position behind the last byte read. The header is whole when `isBetween` and no rule is broken.
   */
  read(chunk: Uint8Array, position: number): number {
    if (this.isBetween) {
      const behind = this.readQuickly(chunk, position);
      if (behind !== -1) {
        this.accept(chunk, behind);
        return behind;
      }
    }
    let at = position;
    do {
      this.#rule = this.#readByte(chunk[at++]!);
    } while (at < chunk.length && !this.isBetween && this.#rule === undefined);
    return at;
  }

  /**
   * Reads a header between two others, if it is whole and breaks no rule. The fields tell what it says, but for its key;
   * it can be read again, and others behind it, until `accept`.
   *
   * @returns The position behind it, and behind its key; -1 for any other header.
   */
  readQuickly(chunk: Uint8Array, position: number): number {
    const start = position + this.#plainLength;
    if (start > chunk.length) return -1;
    const byte0 = chunk[position]!;
    const length = chunk[position + 1]! ^ this.#mask;
    // A mask that is wrong makes this too long as well.
    if (length > this.#plain[byte0]!) return this.#readOther(chunk, position);
    this.byte0 = byte0;
    this.masked = this.#mask !== 0;
    this.lengthSize = 0;
    this.payloadLength = length;
    return start;
  }

  /** A header that is not the plainest. */
  #readOther(chunk: Uint8Array, position: number): number {
    const byte0 = chunk[position]!;
    const byte1 = chunk[position + 1]!;
    let at = position + 2;
    let length = byte1 & LENGTH;
    let size = 0;
    if (length >= LENGTH_IN_2_BYTES) {
      size = length === LENGTH_IN_2_BYTES ? 2 : 8;
      if (at + size > chunk.length) return -1;
      length = readLength(chunk, at, size);
      at += size;
      if (length < (size === 2 ? LENGTH_IN_2_BYTES : LEAST_IN_8_BYTES)) return -1;
    }
    const mask = byte1 & MASK;
    if (mask !== 0) at += 4;
    if (at > chunk.length || this.rules.allows?.(byte0, mask, length) !== true) return -1;
    this.byte0 = byte0;
    this.masked = mask !== 0;
    this.lengthSize = size;
    this.payloadLength = length;
    return at;
  }

  /** The header that was read quickly, and ends at `behind`, counts. */
  accept(chunk: Uint8Array, behind: number): void {
    if (this.masked) this.word = readKey(chunk, behind - 4);
    this.rules.accept(this.payloadLength, this.byte0);
    this.#plain = this.rules.plain ?? NOTHING;
  }

  #readByte(byte: number): ViolationId | undefined {
    const at = this.#read++;
    if (at === 0) {
      this.byte0 = byte;
      this.payloadLength = 0;
      return this.rules.judgeByte0(byte);
    }
    const rule = at === 1 ? this.#readByte1(byte) : this.#readByteBehind(byte, at - 2);
    if (rule === undefined && this.#read === 2 + this.lengthSize + (this.masked ? 4 : 0)) {
      this.#read = 0;
      this.rules.accept(this.payloadLength);
      this.#plain = this.rules.plain ?? NOTHING;
    }
    return rule;
  }

  #readByte1(byte: number): ViolationId | undefined {
    const length = byte & LENGTH;
    this.masked = byte >= MASK;
    this.lengthSize = length < LENGTH_IN_2_BYTES ? 0 : length < LENGTH_IN_8_BYTES ? 2 : 8;
    this.payloadLength = length;
    const rule = this.rules.judgeByte1(byte);
    if (rule === undefined && this.lengthSize > 0) this.payloadLength = 0;
    return rule;
  }

  /** @param index - Of the byte, behind the first two. */
  #readByteBehind(byte: number, index: number): ViolationId | undefined {
    if (index >= this.lengthSize) {
      this.word = (this.word >>> 8) | (byte << 24);
      return undefined;
    }
    this.payloadLength = this.payloadLength * 256 + byte;
    return this.rules.judgeLength(this.payloadLength, this.lengthSize - 1 - index, this.lengthSize);
  }
}

/** @returns The number in `size` bytes, exact up to 2^53. */
function readLength(chunk: Uint8Array, at: number, size: number): number {
  let length = 0;
  for (let i = at; i < at + size; i++) length = length * 256 + chunk[i]!;
  return length;
}
