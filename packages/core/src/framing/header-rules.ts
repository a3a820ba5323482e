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
  /** Who has these lets a header be taken in one go. */
  Partial<Pick<HeaderRules, 'longestWhole' | 'requiredMask' | 'allows'>>;

/** Judges the headers of one direction, one after the other. */
export class HeaderRules {
  /** The mask bit that byte 1 must have; `undefined`: either. */
  readonly requiredMask: number | undefined;
  readonly #reservedBits: number;
  readonly #maxFrameBytes: number;
  readonly #maxMessageBytes: number;
  readonly #maxWholeBytes: number;
  readonly #maxEmptyFragments: number;

  #byte0 = 0;
  /** Between the first and the last frame of a fragmented message. */
  #inMessage = false;
  /** Payload bytes of the message in progress, up to the frame before this one. */
  #messageBytes = 0;
  #emptyFragments = 0;

  /**
   * Continuation bytes that the text so far still needs: a final fragment with fewer bytes leaves a
   * code point incomplete (§8.1). Whoever validates the text sets it after each fragment.
   */
  neededBytes = 0;

  constructor(options: HeaderRulesOptions) {
    this.requiredMask =
      options.role === undefined ? undefined : options.role === 'server' ? MASK : 0;
    this.#reservedBits = options.reservedBits ?? 0;
    this.#maxFrameBytes = Math.min(options.maxFrameBytes ?? MAX_BYTES, MAX_BYTES);
    this.#maxMessageBytes = Math.min(options.maxMessageBytes ?? MAX_BYTES, MAX_BYTES);
    this.#maxWholeBytes = Math.min(this.#maxFrameBytes, this.#maxMessageBytes);
    this.#maxEmptyFragments = options.maxEmptyFragments ?? Infinity;
  }

  /** The longest message in one frame, in bytes, that breaks no rule at this place; -1 when each does. */
  get longestWhole(): number {
    return this.#inMessage ? -1 : this.#maxWholeBytes;
  }

  /**
   * Whether a header breaks no rule, as far as one look tells: its mask is right, its length in the shortest form.
   * What this does not allow may still be right.
   */
  allows(byte0: number, length: number): boolean {
    switch (byte0) {
      case FIN | Opcode.text:
      case FIN | Opcode.binary:
        return length <= this.longestWhole;
      case FIN | Opcode.ping:
      case FIN | Opcode.pong:
        return length <= MAX_CONTROL_PAYLOAD;
      case Opcode.text:
      case Opcode.binary:
        return length > 0 && length <= this.longestWhole;
      case Opcode.continuation:
      case FIN | Opcode.continuation:
        if (length === 0 || (byte0 !== 0 && length < this.neededBytes)) return false;
        return this.#inMessage && this.#judgeLimits(length) === undefined;
      default:
        return false;
    }
  }

  /** FIN, reserved bits and opcode. */
  judgeByte0(byte0: number): ViolationId | undefined {
    const opcode = byte0 & OPCODE;
    const startsMessage = opcode === Opcode.text || opcode === Opcode.binary;
    this.#byte0 = byte0;
    if ((byte0 & RESERVED_BITS & ~(startsMessage ? this.#reservedBits : 0)) !== 0) {
      return 'reserved-bit-set';
    }
    if (!isDefined(opcode)) return 'opcode-reserved';
    if (isControl(opcode)) return (byte0 & FIN) === 0 ? 'control-frame-fragmented' : undefined;
    if (startsMessage) return this.#inMessage ? 'message-interleaved' : undefined;
    return this.#inMessage ? undefined : 'continuation-without-message';
  }

  /** The mask bit, and the length as far as seven bits tell it. */
  judgeByte1(byte1: number): ViolationId | undefined {
    const mask = byte1 & MASK;
    if (this.requiredMask !== undefined && mask !== this.requiredMask) {
      return mask === 0 ? 'frame-not-masked' : 'frame-masked';
    }
    const length = byte1 & LENGTH;
    const opcode = this.#byte0 & OPCODE;
    if (isControl(opcode)) {
      if (length >= LENGTH_IN_2_BYTES) return 'control-frame-too-long';
      return opcode === Opcode.close && length === 1 ? 'close-payload-too-short' : undefined;
    }
    if (length === LENGTH_IN_8_BYTES) return this.#judgeLimits(0x1_0000);
    if (length === LENGTH_IN_2_BYTES) return this.#judgeLimits(LENGTH_IN_2_BYTES);
    if ((this.#byte0 & FIN) !== 0 && length < this.neededBytes) return 'text-not-utf8';
    if (length === 0 && this.#isFragment) {
      if (this.#emptyFragments >= this.#maxEmptyFragments) return 'too-many-empty-fragments';
    }
    return this.#judgeLimits(length);
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
    return this.#judgeLimits(
      Math.max(value * 256 ** left, size === 8 ? 0x1_0000 : LENGTH_IN_2_BYTES),
    );
  }

  /**
   * The header is whole and its payload length known: the state for the next one.
   *
   * @param byte0 - Default: the one that was judged last.
   */
  accept(payloadLength: number, byte0: number = this.#byte0): void {
    if (isControl(byte0 & OPCODE)) return;
    const fin = (byte0 & FIN) !== 0;
    this.#emptyFragments = fin || payloadLength > 0 ? 0 : this.#emptyFragments + 1;
    if (fin) this.neededBytes = 0;
    this.#inMessage = !fin;
    this.#messageBytes = fin ? 0 : this.#messageBytes + payloadLength;
  }

  /** Whether this data frame is a piece of a message and not all of it. */
  get #isFragment(): boolean {
    return this.#inMessage || (this.#byte0 & FIN) === 0;
  }

  #judgeLimits(shortest: number): ViolationId | undefined {
    if (shortest > this.#maxFrameBytes) return 'frame-too-long';
    return this.#messageBytes + shortest > this.#maxMessageBytes ? 'message-too-long' : undefined;
  }
}
