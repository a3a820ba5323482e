/**
 * The rules for frame headers before hybi-14, which first required the shortest form of a length: each length
 * may take any of its three forms. All other rules are those of RFC 6455, applied as if the form were the shortest.
 *
 * @module
 */

import {
  type FrameRules,
  HeaderRules,
  type HeaderRulesOptions,
  isControl,
} from 'sansocket/framing';

const OPCODE = 0b0000_1111;
const MASK = 0b1000_0000;
const LENGTH = 0b0111_1111;
const LENGTH_IN_2_BYTES = 126;

/** Checks headers in which a length need not take its shortest form. */
export class HybiHeaderRules implements FrameRules {
  readonly #rules: HeaderRules;
  readonly #mask: number | undefined;
  #opcode = 0;
  #byte1 = 0;

  /** Plain headers are the same as in RFC 6455. */
  get plain(): FrameRules['plain'] {
    return this.#rules.plain;
  }

  constructor(options: HeaderRulesOptions) {
    this.#rules = new HeaderRules(options);
    this.#mask = options.role === undefined ? undefined : options.role === 'server' ? MASK : 0;
  }

  set neededBytes(count: number) {
    this.#rules.neededBytes = count;
  }

  judgeByte0(byte0: number): ReturnType<FrameRules['judgeByte0']> {
    this.#opcode = byte0 & OPCODE;
    return this.#rules.judgeByte0(byte0);
  }

  /** A long form is checked later, except for a control frame: its length has the short form in every draft. */
  judgeByte1(byte1: number): ReturnType<FrameRules['judgeByte1']> {
    this.#byte1 = byte1;
    const isShort = (byte1 & LENGTH) < LENGTH_IN_2_BYTES;
    const isMaskRight = this.#mask === undefined || (byte1 & MASK) === this.#mask;
    if (!isShort && isMaskRight && !isControl(this.#opcode)) return undefined;
    return this.#rules.judgeByte1(byte1);
  }

  judgeLength(value: number, left: number, size: number): ReturnType<FrameRules['judgeLength']> {
    const least = value * 256 ** left;
    if (least >= 0x1_0000) return this.#rules.judgeLength(value, left, size);
    if (least >= LENGTH_IN_2_BYTES) return this.#rules.judgeLength(value, left, 2);
    if (left > 0) return undefined;
    return this.#rules.judgeByte1((this.#byte1 & MASK) | value);
  }

  accept(payloadLength: number): void {
    this.#rules.accept(payloadLength);
  }
}
