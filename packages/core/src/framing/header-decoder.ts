/**
 * Bytes to frame headers (RFC 6455 §5.2), wherever the chunks are cut: a byte at a time, so that each rule is
 * judged at the byte that decides it.
 *
 * Most headers are whole in the chunk, and break no rule. Such a header is taken in one go, but only if its bytes
 * leave no rule in doubt; any other goes the slow way from its first byte on, so that the rules have one home.
 *
 * @module
 */

import { readKey, wordToKey } from '../masking/index.ts';
import type { ViolationId } from '../violations/index.ts';
import {
  FIN,
  type FrameHeader,
  headerOf,
  LENGTH,
  LENGTH_IN_2_BYTES,
  LENGTH_IN_8_BYTES,
  MASK,
  MAX_SHORT_LENGTH,
} from './frame-header.ts';
import { type FrameRules, HeaderRules, type JudgedHeaders } from './header-rules.ts';

type Stage = 'byte-0' | 'byte-1' | 'length' | 'masking-key';

/** Decodes one header after the other. */
export class HeaderDecoder {
  readonly rules: FrameRules;
  #stage: Stage = 'byte-0';
  /** Bytes of the length or the key that are still to come, in their stage. */
  #left = 0;
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
  }

  /** Whether it stands between two headers. */
  get isBetween(): boolean {
    return this.#stage === 'byte-0';
  }

  /** The rule that the last byte taken breaks. */
  get rule(): ViolationId | undefined {
    return this.#rule;
  }

  /** The header in a new object. */
  get header(): FrameHeader {
    return headerOf(this.byte0, this.masked ? wordToKey(this.word) : undefined, this.payloadLength);
  }

  /**
   * Takes bytes of a header until it is whole, a rule is broken or the chunk ends.
   *
   * @param position - Of the first byte to take; there is one.
   * @returns The position behind the last byte taken. The header is whole when `isBetween` and no rule is broken.
   */
  take(chunk: Uint8Array, position: number): number {
    if (this.#stage === 'byte-0') {
      const behind = this.takeUsual(chunk, position);
      if (behind !== -1) {
        this.accept();
        return behind;
      }
    }
    let at = position;
    do {
      this.#rule = this.#takeByte(chunk[at++]!);
    } while (at < chunk.length && this.#stage !== 'byte-0' && this.#rule === undefined);
    return at;
  }

  /**
   * Takes a whole header between two others that needs no closer look. What it says stands in the fields; it leaves
   * no other trace, so that it can be taken again, until `accept`.
   *
   * @returns The position behind it, -1 for any other header.
   */
  takeUsual(chunk: Uint8Array, position: number): number {
    const { rules } = this;
    const masked = rules.requiredMask === MASK;
    const keyAt = position + 2;
    if (keyAt + 6 > chunk.length) return -1;
    const byte0 = chunk[position]!;
    let length = chunk[position + 1]! ^ (masked ? MASK : 0);
    let size = 0;
    if (length > MAX_SHORT_LENGTH) {
      size = length === LENGTH_IN_2_BYTES ? 2 : 8;
      if (length > LENGTH_IN_8_BYTES) return -1;
      length = extendedLength(chunk, keyAt, size);
      if (length === -1) return -1;
    }
    const at = keyAt + size;
    if (rules.allows?.(byte0, length) !== true) return -1;
    this.byte0 = byte0;
    this.masked = masked;
    this.word = masked ? readKey(chunk, at) : 0;
    this.lengthSize = size;
    this.payloadLength = length;
    return masked ? at + 4 : at;
  }

  /** The header that was taken last counts. A whole message and a ping leave the rules as they are. */
  accept(): void {
    if (this.byte0 <= FIN) this.rules.accept(this.payloadLength, this.byte0);
  }

  #takeByte(byte: number): ViolationId | undefined {
    switch (this.#stage) {
      case 'byte-0':
        this.byte0 = byte;
        this.payloadLength = 0;
        this.#stage = 'byte-1';
        return this.rules.judgeByte0(byte);
      case 'byte-1':
        return this.#takeByte1(byte);
      case 'length':
        return this.#takeLengthByte(byte);
      case 'masking-key':
        this.word = (this.word >>> 8) | (byte << 24);
        if (--this.#left === 0) this.#end();
        return undefined;
    }
  }

  #takeByte1(byte: number): ViolationId | undefined {
    const length = byte & LENGTH;
    this.masked = (byte & MASK) !== 0;
    this.payloadLength = length;
    this.lengthSize = length < LENGTH_IN_2_BYTES ? 0 : length === LENGTH_IN_2_BYTES ? 2 : 8;
    const rule = this.rules.judgeByte1(byte);
    if (rule !== undefined) return rule;
    if (this.lengthSize === 0) {
      this.#endLength();
    } else {
      this.payloadLength = 0;
      this.#left = this.lengthSize;
      this.#stage = 'length';
    }
    return undefined;
  }

  #takeLengthByte(byte: number): ViolationId | undefined {
    this.payloadLength = this.payloadLength * 256 + byte;
    this.#left--;
    const rule = this.rules.judgeLength(this.payloadLength, this.#left, this.lengthSize);
    if (rule === undefined && this.#left === 0) this.#endLength();
    return rule;
  }

  #endLength(): void {
    this.#left = 4;
    if (this.masked) this.#stage = 'masking-key';
    else this.#end();
  }

  #end(): void {
    this.#stage = 'byte-0';
    this.rules.accept(this.payloadLength);
  }
}

/**
 * @param size - Of its bytes: 2 or 8.
 * @returns The payload length at `at`, exact up to 2^53; -1 when it is not in its shortest form, or the chunk ends within
 *   the four bytes behind it.
 */
function extendedLength(chunk: Uint8Array, at: number, size: number): number {
  const end = at + size;
  let length = 0;
  if (end + 4 > chunk.length) return -1;
  for (let i = at; i < end; i++) length = length * 256 + chunk[i]!;
  return length < (size === 2 ? LENGTH_IN_2_BYTES : 0x1_0000) ? -1 : length;
}
