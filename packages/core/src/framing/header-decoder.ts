/**
 * Bytes to frame headers (RFC 6455 §5.2), wherever the chunks are cut. There are two readers, and both apply the same
 * rules: the quick one reads at once a header that is whole in the chunk and breaks no rule; the careful one reads any
 * other header byte by byte, so that each rule is checked at the byte that decides it.
 *
 * @module
 */

import { readKey, wordToKey } from '../masking/index.ts';
import type { ViolationId } from '../violations/index.ts';
import {
  type FrameHeader,
  headerOf,
  LENGTH,
  LENGTH_IN_2_BYTES,
  LENGTH_IN_8_BYTES,
  MASK,
} from './frame-header.ts';
import { type FrameRules, HeaderRules, type JudgedHeaders } from './header-rules.ts';

/** Decodes one header after the other. */
export class HeaderDecoder {
  readonly rules: FrameRules;
  /** The mask bit that plain headers have, and their length in bytes. */
  readonly #mask: number;
  readonly plainLength: number;
  #plain: Int8Array;
  /** Bytes of the header that the careful reader has read. */
  #read = 0;
  /** The rule that the last byte read breaks; `undefined` if it breaks no rule. */
  rule: ViolationId | undefined;

  /** FIN, reserved bits, opcode. */
  byte0 = 0;
  #byte1 = 0;
  masked = false;
  /** The masking key as a word. */
  word = 0;
  /** Bytes of the extended payload length: 0, 2 or 8. */
  lengthSize = 0;
  payloadLength = 0;

  constructor(options: JudgedHeaders) {
    this.rules = options.rules?.(options) ?? new HeaderRules(options);
    this.#mask = options.role === 'server' ? MASK : 0;
    this.plainLength = this.#mask === 0 ? 2 : 6;
    this.#plain = this.rules.plain;
  }

  /** Whether the decoder is between two headers. */
  get isBetween(): boolean {
    return this.#read === 0;
  }

  /** The header in a new object. */
  get header(): FrameHeader {
    return headerOf(this.byte0, this.masked ? wordToKey(this.word) : undefined, this.payloadLength);
  }

  /**
   * Reads bytes of a header until it is whole, a rule is broken or the chunk ends.
   *
   * @param position - Position of the first byte to read; the chunk must have a byte there.
   * @returns The position after the last byte read. The header is whole if `isBetween` and no rule is broken.
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
      this.rule = this.#readByte(chunk[at++]!);
    } while (at < chunk.length && !this.isBetween && this.rule === undefined);
    return at;
  }

  /**
   * Reads a header, if the decoder is between two headers and this one is whole and breaks no rule. The fields except
   * the masking key then hold its values. Until `accept`, it can be read again, and headers after it can be read too.
   *
   * @returns The position after the header, with its masking key; -1 for any other header.
   */
  readQuickly(chunk: Uint8Array, position: number): number {
    const behind = this.readPlain(chunk, position);
    return behind === -1 ? this.#readOther(chunk, position) : behind;
  }

  /** As `readQuickly`, but for a plain header only (see `plain` of `HeaderRules`). */
  readPlain(chunk: Uint8Array, position: number): number {
    const behind = position + this.plainLength;
    if (behind > chunk.length) return -1;
    const byte0 = chunk[position]!;
    const length = chunk[position + 1]! ^ this.#mask;
    // A wrong mask bit also makes `length` too long.
    if (length > this.#plain[byte0]!) return -1;
    this.byte0 = byte0;
    this.masked = this.#mask !== 0;
    this.lengthSize = 0;
    this.payloadLength = length;
    return behind;
  }

  /** Accepts the header that was read quickly and ends at `behind`: the rules go on to the next header. */
  accept(chunk: Uint8Array, behind: number): void {
    if (this.masked) this.word = readKey(chunk, behind - 4);
    // A plain header was not checked, and the state of the rules does not change.
    if (this.payloadLength > this.#plain[this.byte0]!) this.#accept();
  }

  #accept(): void {
    this.rules.accept(this.payloadLength);
    this.#plain = this.rules.plain;
  }

  #readOther(chunk: Uint8Array, position: number): number {
    const { rules } = this;
    let at = position + 2;
    if (at > chunk.length) return -1;
    const byte1 = chunk[position + 1]!;
    this.byte0 = chunk[position]!;
    if (rules.judgeByte0(this.byte0) !== undefined) return -1;
    if (rules.judgeByte1(byte1) !== undefined) return -1;
    let length = byte1 & LENGTH;
    const size = (this.lengthSize = sizeOf(length));
    this.masked = byte1 >= MASK;
    const start = at + size + (this.masked ? 4 : 0);
    if (start > chunk.length) return -1;
    if (size > 0) {
      for (length = 0; at < position + 2 + size; at++) length = length * 256 + chunk[at]!;
      if (rules.judgeLength(length, 0, size) !== undefined) return -1;
    }
    this.payloadLength = length;
    return start;
  }

  /**
   * Goes on after the rule that the last byte breaks, if the end of the frame is still known: judges the byte again
   * without that rule. The header is then whole if `isBetween` and no other rule is broken.
   *
   * @returns Whether it goes on.
   */
  goOn(): boolean {
    const rule = this.rule!;
    const { rules } = this;
    rules.told = [...(rules.told ?? []), rule];
    this.rule = this.#judgeByte();
    return this.rule !== rule;
  }

  #readByte(byte: number): ViolationId | undefined {
    const at = this.#read++;
    if (at === 0) {
      this.byte0 = byte;
      this.payloadLength = 0;
    } else if (at === 1) {
      this.#byte1 = byte;
      this.masked = byte >= MASK;
      this.payloadLength = byte & LENGTH;
      this.lengthSize = sizeOf(this.payloadLength);
    } else if (at < 2 + this.lengthSize) {
      this.payloadLength = this.payloadLength * 256 + byte;
    } else {
      this.word = (this.word >>> 8) | (byte << 24);
    }
    return this.#judgeByte();
  }

  /** Checks the last byte that was read. */
  #judgeByte(): ViolationId | undefined {
    const { rules } = this;
    const read = this.#read;
    const whole = 2 + this.lengthSize;
    let rule: ViolationId | undefined;
    if (read === 1) rule = rules.judgeByte0(this.byte0);
    else if (read === 2) rule = rules.judgeByte1(this.#byte1);
    else if (read <= whole)
      rule = rules.judgeLength(this.payloadLength, whole - read, this.lengthSize);
    if (rule !== undefined || read < 2) return rule;
    if (read === 2 && this.lengthSize > 0) this.payloadLength = 0;
    if (read === whole + (this.masked ? 4 : 0)) {
      this.#read = 0;
      this.#accept();
      if (rules.told?.length) rules.told = [];
    }
    return undefined;
  }
}

/** @returns The size of the extended payload length in bytes. */
function sizeOf(length: number): number {
  return length < LENGTH_IN_2_BYTES ? 0 : length < LENGTH_IN_8_BYTES ? 2 : 8;
}
