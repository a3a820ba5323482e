/**
 * The rules that a frame header must keep, each judged at the byte that decides it
 * (RFC 6455 §5.1, §5.2, §5.4, §5.5): reserved bits, opcode, FIN of control frames and the order of
 * fragments at byte 0; the mask and short lengths at byte 1; a long length as soon as the bytes so
 * far leave no valid one.
 *
 * @module
 */

import { type Checks, fromZero, type Kind } from '../options/index.ts';
import type { ViolationId } from '../violations/index.ts';
import {
  FIN,
  LEAST_IN_8_BYTES,
  LENGTH,
  LENGTH_IN_2_BYTES,
  LENGTH_IN_8_BYTES,
  MASK,
  MAX_CONTROL_PAYLOAD,
  OPCODE,
  RESERVED_BITS,
} from './frame-header.ts';
import { isControl, isDefined, Opcode } from './opcode.ts';
import type { Role } from './role.ts';

/** Which headers are taken. */
export interface HeaderRulesOptions {
  /** The end that decodes: a server takes masked frames only, a client unmasked ones. Default: both. */
  readonly role?: Role | undefined;
  /** Reserved bits of byte 0 that extensions own on the first frame of a message. Default: none. */
  readonly reservedBits?: number | undefined;
  /** Longest payload of a frame, in bytes, from 125 up. Default: 2^53 - 1, which is also the most. */
  readonly maxFrameBytes?: number | undefined;
  /** Most payload bytes of a message on the wire, from 0 up. Default: 2^53 - 1, which is also the most. */
  readonly maxMessageBytes?: number | undefined;
  /** Most fragments without payload in a row. Default: no limit. */
  readonly maxEmptyFragments?: number | undefined;
}

export const aRole: Kind<Role> = "'client' or 'server'";

export const headerChecks: Checks<HeaderRulesOptions> = {
  role: aRole,
  reservedBits: [
    'a number within 0b0111_0000',
    (value) => typeof value === 'number' && (value & RESERVED_BITS) === value,
  ],
  maxFrameBytes: 'a whole number from 125 up',
  maxMessageBytes: fromZero,
  maxEmptyFragments: fromZero,
};

/** From here on a number loses digits. */
const MAX_BYTES = 2 ** 53 - 1;

const CLOSE = FIN | Opcode.close;

/** From here on, in bytes, no payload is too short: no code point needs more than three. */
const SHORT = 4;

/** Who judges headers. */
export interface JudgedHeaders extends HeaderRulesOptions {
  /** Makes other rules than those of RFC 6455. Default: none. */
  readonly rules?: ((options: HeaderRulesOptions) => FrameRules) | undefined;
}

/** What judges a header as its bytes come. */
export type FrameRules = Pick<
  HeaderRules,
  'judgeByte0' | 'judgeByte1' | 'judgeLength' | 'accept' | 'neededBytes'
> &
  /** With these, a header can be read quickly. */
  Partial<Pick<HeaderRules, 'allows' | 'plain'>>;

/** What a frame is by its FIN and opcode: none that there is, the first or a later one of a message, or a control frame. */
const [NONE, FIRST, LATER, CONTROL] = [0, 1, 2, 3] as const;

/** A row without FIN and one with it, each by opcode (§5.2, §5.4, §5.5). */
// biome-ignore format: a row is a line
const KINDS: readonly number[] = [
  LATER, FIRST, FIRST, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
  LATER, FIRST, FIRST, NONE, NONE, NONE, NONE, NONE, CONTROL, CONTROL, CONTROL, NONE, NONE, NONE, NONE, NONE,
];

function kindOf(byte0: number): number {
  return KINDS[((byte0 & FIN) >> 3) | (byte0 & OPCODE)]!;
}

/** The longest payload of the frames whose header is the plainest, by their byte 0, 0 to 255; -1 of all others. */
export type Plain = Int8Array;

/** A whole message, a ping or a pong: nothing else matters of those, if no limit is that low. */
const PLAIN: Plain = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, byte0) => {
  const isWhole = byte0 >= FIN && byte0 !== CLOSE && kindOf(byte0) !== LATER;
  const isPlain = isWhole && kindOf(byte0) !== NONE && (byte0 & RESERVED_BITS) === 0;
  return isPlain ? MAX_CONTROL_PAYLOAD : -1;
});

/** Each header asks for a closer look. */
export const NOTHING: Plain = /* @__PURE__ */ PLAIN.map(() => -1);

/** Judges the headers of one direction, one after the other. */
export class HeaderRules {
  /** The mask bit that byte 1 must have; `undefined`: either. */
  readonly #requiredMask: number | undefined;
  readonly #reservedBits: number;
  readonly #maxFrameBytes: number;
  readonly #maxMessageBytes: number;
  readonly #maxEmptyFragments: number;

  /** What is allowed: the longest payload, in bytes, of each kind of frame here; -1 where it cannot come. */
  readonly #longest: number[];
  #byte0 = 0;
  /** Payload bytes of the message in progress, up to the frame before this one. */
  #messageBytes = 0;
  #emptyFragments = 0;

  /**
   * Continuation bytes that the text so far still needs: a final fragment with fewer bytes leaves a
   * code point incomplete (§8.1). Whoever validates the text sets it after each fragment.
   */
  neededBytes = 0;

  /** Of what is allowed, what needs no closer look. */
  plain: Plain = PLAIN;

  constructor(options: HeaderRulesOptions) {
    this.#requiredMask =
      options.role === undefined ? undefined : options.role === 'server' ? MASK : 0;
    this.#reservedBits = options.reservedBits ?? 0;
    this.#maxFrameBytes = Math.min(options.maxFrameBytes ?? MAX_BYTES, MAX_BYTES);
    this.#maxMessageBytes = Math.min(options.maxMessageBytes ?? MAX_BYTES, MAX_BYTES);
    this.#maxEmptyFragments = options.maxEmptyFragments ?? Infinity;
    this.#longest = [-1, -1, -1, MAX_CONTROL_PAYLOAD];
    this.#allow(false);
  }

  /** Between the first and the last frame of a fragmented message. */
  get #inMessage(): boolean {
    return this.#longest[LATER] !== -1;
  }

  /**
   * Whether a header breaks no rule.
   *
   * @param mask - The mask bit of byte 1.
   * @param length - Of the payload, in its shortest form.
   */
  allows(byte0: number, mask: number, length: number): boolean {
    if (this.#requiredMask !== undefined && mask !== this.#requiredMask) return false;
    if (length > this.#longestOf(byte0)) return false;
    return length >= SHORT || this.#judgeShort(byte0, length) === undefined;
  }

  /** FIN, reserved bits and opcode. */
  judgeByte0(byte0: number): ViolationId | undefined {
    this.#byte0 = byte0;
    if (this.#longestOf(byte0) !== -1) return undefined;
    const kind = kindOf(byte0);
    if ((byte0 & RESERVED_BITS & ~(kind === FIRST ? this.#reservedBits : 0)) !== 0) {
      return 'reserved-bit-set';
    }
    if (kind === FIRST) return 'message-interleaved';
    if (kind === LATER) return 'continuation-without-message';
    return isDefined(byte0 & OPCODE) ? 'control-frame-fragmented' : 'opcode-reserved';
  }

  /** The mask bit, and the length as far as seven bits tell it. */
  judgeByte1(byte1: number): ViolationId | undefined {
    const mask = byte1 & MASK;
    if (this.#requiredMask !== undefined && mask !== this.#requiredMask) {
      return mask === 0 ? 'frame-not-masked' : 'frame-masked';
    }
    const length = byte1 & LENGTH;
    return this.#judgePayload(length === LENGTH_IN_8_BYTES ? LEAST_IN_8_BYTES : length);
  }

  /**
   * An extended payload length, after each of its bytes.
   *
   * @param value - The bytes so far, as a number.
   * @param left - Bytes of the length that are still to come.
   * @param size - All its bytes: 2 or 8.
   */
  judgeLength(value: number, left: number, size: number): ViolationId | undefined {
    if (size === 8 && left === 7 && value > 0x7f) return 'length-over-63-bits';
    if (size === 8 && left === 2 && value === 0) return 'length-not-minimal';
    if (size === 2 && left === 0 && value < LENGTH_IN_2_BYTES) return 'length-not-minimal';
    // Exact: what passes is below 2^53, so no digit is lost in the double.
    const least = size === 8 ? LEAST_IN_8_BYTES : LENGTH_IN_2_BYTES;
    return this.#judgePayload(Math.max(value * 256 ** left, least));
  }

  /**
   * The header is whole and its payload length known: the state for the next one.
   *
   * @param byte0 - Default: the one that was judged last.
   */
  accept(payloadLength: number, byte0: number = this.#byte0): void {
    const fin = (byte0 & FIN) !== 0;
    // Neither a control frame nor a message in one frame changes anything.
    if (isControl(byte0 & OPCODE) || (fin && !this.#inMessage)) return;
    this.#emptyFragments = fin || payloadLength > 0 ? 0 : this.#emptyFragments + 1;
    this.#messageBytes = fin ? 0 : this.#messageBytes + payloadLength;
    if (fin) this.neededBytes = 0;
    this.#allow(!fin);
  }

  #allow(inMessage: boolean): void {
    const longest = Math.min(this.#maxFrameBytes, this.#maxMessageBytes - this.#messageBytes);
    this.#longest[FIRST] = inMessage ? -1 : longest;
    this.#longest[LATER] = inMessage ? longest : -1;
    this.plain = inMessage || longest < MAX_CONTROL_PAYLOAD ? NOTHING : PLAIN;
  }

  /** The longest payload that a frame may have here, by its byte 0; -1 where that breaks a rule itself. */
  #longestOf(byte0: number): number {
    const kind = kindOf(byte0);
    const reserved = byte0 & RESERVED_BITS;
    if (reserved !== 0 && (kind !== FIRST || (reserved & ~this.#reservedBits) !== 0)) return -1;
    return this.#longest[kind]!;
  }

  /** @param length - Of the payload, in bytes: the least that the bytes so far leave. */
  #judgePayload(length: number): ViolationId | undefined {
    const byte0 = this.#byte0;
    if (length < SHORT) {
      const rule = this.#judgeShort(byte0, length);
      if (rule !== undefined) return rule;
    }
    if (length <= this.#longestOf(byte0)) return undefined;
    if (isControl(byte0 & OPCODE)) return 'control-frame-too-long';
    return length > this.#maxFrameBytes ? 'frame-too-long' : 'message-too-long';
  }

  /** The rules that a payload can be too short for. */
  #judgeShort(byte0: number, length: number): ViolationId | undefined {
    if (isControl(byte0 & OPCODE)) {
      return length === 1 && byte0 === CLOSE ? 'close-payload-too-short' : undefined;
    }
    const fin = (byte0 & FIN) !== 0;
    if (fin && length < this.neededBytes) return 'text-not-utf8';
    const isEmptyFragment = length === 0 && (this.#inMessage || !fin);
    return isEmptyFragment && this.#emptyFragments >= this.#maxEmptyFragments
      ? 'too-many-empty-fragments'
      : undefined;
  }
}
