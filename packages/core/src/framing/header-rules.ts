/**
 * The rules that a frame header must keep, each checked at the byte that decides it
 * (RFC 6455 §5.1, §5.2, §5.4, §5.5): reserved bits, opcode, FIN of control frames and the order of
 * fragments at byte 0; the mask and short lengths at byte 1; a long length as soon as no valid length
 * begins with the bytes read so far.
 *
 * @module
 */

import { type Checks, fromZero, isEach, type Kind } from '../options/index.ts';
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
import { isControl, Opcode } from './opcode.ts';
import type { Role } from './role.ts';

/** The role, extensions and limits by which headers are checked. */
export interface HeaderRulesOptions {
  /** The role of the decoding end: a server accepts masked frames only, a client unmasked ones. Default: both. */
  readonly role?: Role | undefined;
  /** Reserved bits of byte 0 that extensions own on the first frame of a message. Default: 0. */
  readonly reservedBits?: number | undefined;
  /** Longest payload of a frame, in bytes, from 125 up. Default and highest value: 2^53 - 1. */
  readonly maxFrameBytes?: number | undefined;
  /** Most payload bytes of a message on the wire, from 0 up. Default and highest value: 2^53 - 1. */
  readonly maxMessageBytes?: number | undefined;
  /** Most fragments without payload in a row. Default: no limit. */
  readonly maxEmptyFragments?: number | undefined;
  /** Rules that a frame may break without a violation. Default: none. */
  readonly tolerate?: readonly TolerableRule[] | undefined;
}

/** The rules of headers that can be tolerated: the end of a frame that breaks one of them is known. */
const tolerableRules: readonly TolerableRule[] = [
  'reserved-bit-set',
  'opcode-reserved',
  'control-frame-fragmented',
  'continuation-without-message',
  'message-interleaved',
  'frame-not-masked',
  'frame-masked',
  'control-frame-too-long',
  'length-not-minimal',
  'close-payload-too-short',
];

/** A rule that the option `tolerate` of a decoder can name. Limits are tolerated by raising them. */
export type TolerableRule = Extract<
  ViolationId,
  | 'reserved-bit-set'
  | 'opcode-reserved'
  | 'control-frame-fragmented'
  | 'continuation-without-message'
  | 'message-interleaved'
  | 'frame-not-masked'
  | 'frame-masked'
  | 'control-frame-too-long'
  | 'length-not-minimal'
  | 'close-payload-too-short'
>;

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
  tolerate: [
    `an array of ${tolerableRules.join(', ')}`,
    (value) => isEach(value, (rule) => tolerableRules.includes(rule as TolerableRule)),
  ],
};

/** The largest number of bytes; larger numbers lose digits. */
const MAX_BYTES = 2 ** 53 - 1;

const CLOSE = FIN | Opcode.close;

/** The options by which headers are checked, and optionally other rules. */
export interface JudgedHeaders extends HeaderRulesOptions {
  /** Makes rules to use instead of those of RFC 6455. Default: the rules of RFC 6455. */
  readonly rules?: ((options: HeaderRulesOptions) => FrameRules) | undefined;
}

/** The rules that a decoder applies to a header, byte by byte. */
export type FrameRules = Pick<
  HeaderRules,
  'judgeByte0' | 'judgeByte1' | 'judgeLength' | 'accept' | 'neededBytes' | 'plain'
> &
  Partial<Pick<HeaderRules, 'told'>>;

/** The rule that a frame breaks between two messages, and between the first and the last frame of one. */
type Row = readonly [between: ViolationId | undefined, within: ViolationId | undefined];

const NEXT: Row = ['continuation-without-message', undefined];
const DATA: Row = [undefined, 'message-interleaved'];
const CTRL: Row = [undefined, undefined];
const NONE: Row = ['opcode-reserved', 'opcode-reserved'];

/** The order of frames: a row for each opcode (§5.2, §5.4, §5.5). */
// biome-ignore format: eight opcodes a line
const table: readonly Row[] = [
  NEXT, DATA, DATA, NONE, NONE, NONE, NONE, NONE,
  CTRL, CTRL, CTRL, NONE, NONE, NONE, NONE, NONE,
];

/** Whether RFC 6455 defines the opcode; 3 to 7 and 11 to 15 are reserved. */
export function isDefined(opcode: number): opcode is Opcode {
  return (table[opcode] ?? NONE) !== NONE;
}

const NO_RULES: readonly ViolationId[] = [];

/** The table by which no header is plain. */
const NOT_PLAIN: Int8Array = /* @__PURE__ */ new Int8Array(256).fill(-1);

/**
 * By byte 0, the longest payload, in bytes, of a frame with a plain header; -1 if no header with this byte 0 is plain.
 * For a whole message, a ping and a pong no other rule matters, unless a limit is below 125 bytes.
 */
const PLAIN: Int8Array = /* @__PURE__ */ NOT_PLAIN.map((none, byte0) => {
  const row = byte0 === CLOSE ? NONE : table[byte0 ^ FIN];
  return row === DATA || row === CTRL ? MAX_CONTROL_PAYLOAD : none;
});

/** Checks the headers of one direction, one after the other. */
export class HeaderRules {
  /** The mask bit that byte 1 must have; `undefined`: both values are allowed. */
  readonly #requiredMask: number | undefined;
  readonly #reservedBits: number;
  readonly #maxFrameBytes: number;
  readonly #maxMessageBytes: number;
  readonly #maxEmptyFragments: number;
  readonly #tolerated: readonly ViolationId[];
  /** Whether a length must take its shortest form. */
  readonly #isMinimal: boolean;

  #byte0 = 0;
  /** Whether the frame is between the first and the last frame of a fragmented message. */
  #inMessage = false;
  /** Payload bytes of the message in progress, up to the frame before this one. */
  #messageBytes = 0;
  #emptyFragments = 0;

  /**
   * Continuation bytes that the text received so far still needs: a final fragment with fewer bytes leaves
   * a code point incomplete (§8.1). The validator of the text sets it after each fragment.
   */
  neededBytes = 0;

  /** Rules that the current header is known to break: they are not judged again. The decoder sets it. */
  told: readonly ViolationId[] = NO_RULES;

  constructor(options: HeaderRulesOptions) {
    this.#requiredMask =
      options.role === undefined ? undefined : options.role === 'server' ? MASK : 0;
    this.#reservedBits = options.reservedBits ?? 0;
    this.#maxFrameBytes = Math.min(options.maxFrameBytes ?? MAX_BYTES, MAX_BYTES);
    this.#maxMessageBytes = Math.min(options.maxMessageBytes ?? MAX_BYTES, MAX_BYTES);
    this.#maxEmptyFragments = options.maxEmptyFragments ?? Infinity;
    this.#tolerated = options.tolerate ?? NO_RULES;
    this.#isMinimal = !this.#tolerated.includes('length-not-minimal');
  }

  /** By byte 0, the longest payload of a frame that breaks no rule if its mask is right; -1: check all its bytes. */
  get plain(): Int8Array {
    return this.#inMessage || this.#maxMessageBytes < MAX_CONTROL_PAYLOAD ? NOT_PLAIN : PLAIN;
  }

  /** Checks FIN, reserved bits and opcode. */
  judgeByte0(byte0: number): ViolationId | undefined {
    this.#byte0 = byte0;
    const row = table[byte0 & OPCODE]!;
    const reserved = byte0 & RESERVED_BITS & ~(row === DATA ? this.#reservedBits : 0);
    if (reserved !== 0 && this.#forbids('reserved-bit-set')) return 'reserved-bit-set';
    const isCut = row === CTRL && (byte0 & FIN) === 0;
    if (isCut && this.#forbids('control-frame-fragmented')) return 'control-frame-fragmented';
    const rule = this.#inMessage ? row[1] : row[0];
    return rule !== undefined && this.#forbids(rule) ? rule : undefined;
  }

  /** Checks the mask bit, and the length as far as its seven bits determine it. */
  judgeByte1(byte1: number): ViolationId | undefined {
    const mask = byte1 & MASK;
    if (this.#requiredMask !== undefined && mask !== this.#requiredMask) {
      const rule = mask === 0 ? 'frame-not-masked' : 'frame-masked';
      if (this.#forbids(rule)) return rule;
    }
    const length = byte1 & LENGTH;
    if (length >= LENGTH_IN_2_BYTES && !this.#isMinimal) return undefined;
    return this.#judgePayload(length === LENGTH_IN_8_BYTES ? LEAST_IN_8_BYTES : length);
  }

  /**
   * Checks an extended payload length, after each of its bytes or after all of them.
   *
   * @param value - The bytes read so far, as a number.
   * @param left - Bytes of the length that follow.
   * @param size - The size of the length in bytes: 2 or 8.
   */
  judgeLength(value: number, left: number, size: number): ViolationId | undefined {
    const least = size === 8 ? LEAST_IN_8_BYTES : LENGTH_IN_2_BYTES;
    if (size === 8 && left === 7 && value > 0x7f) return 'length-over-63-bits';
    const isMinimal = left === 0 ? value >= least : size === 2 || left > 2 || value > 0;
    if (!isMinimal && this.#forbids('length-not-minimal')) return 'length-not-minimal';
    if (left === 0) return this.#judgePayload(value);
    // Exact: a length that passes is below 2^53, so no digit is lost in the double.
    const atLeast = Math.max(value * 256 ** left, this.#isMinimal ? least : 0);
    return atLeast === 0 ? undefined : this.#judgePayload(atLeast);
  }

  /** Accepts a whole header with this payload length: the state changes for the next header. */
  accept(payloadLength: number): void {
    const row = table[this.#byte0 & OPCODE]!;
    if (row === CTRL || row === NONE) return;
    const fin = (this.#byte0 & FIN) !== 0;
    this.#emptyFragments = fin || payloadLength > 0 ? 0 : this.#emptyFragments + 1;
    if (fin) this.neededBytes = 0;
    this.#inMessage = !fin;
    this.#messageBytes = fin ? 0 : this.#messageBytes + payloadLength;
  }

  /** @param length - The least payload length, in bytes, that begins with the bytes read so far. */
  #judgePayload(length: number): ViolationId | undefined {
    const opcode = this.#byte0 & OPCODE;
    if (isControl(opcode)) {
      const isShort = length === 1 && opcode === Opcode.close;
      if (isShort && this.#forbids('close-payload-too-short')) return 'close-payload-too-short';
      const isLong = length > MAX_CONTROL_PAYLOAD;
      if (isLong && this.#forbids('control-frame-too-long')) return 'control-frame-too-long';
      return length > MAX_BYTES ? 'frame-too-long' : undefined;
    }
    const fin = (this.#byte0 & FIN) !== 0;
    if (fin && length < this.neededBytes && this.#forbids('text-not-utf8')) return 'text-not-utf8';
    const isEmptyFragment = length === 0 && (this.#inMessage || !fin);
    if (isEmptyFragment && this.#emptyFragments >= this.#maxEmptyFragments) {
      if (this.#forbids('too-many-empty-fragments')) return 'too-many-empty-fragments';
    }
    // A length above all limits has lost digits: the end of its frame is unknown.
    const isOver = length > this.#maxFrameBytes;
    if (isOver && (length > MAX_BYTES || this.#forbids('frame-too-long'))) return 'frame-too-long';
    const isLong = this.#messageBytes + length > this.#maxMessageBytes;
    return isLong && this.#forbids('message-too-long') ? 'message-too-long' : undefined;
  }

  /** Whether a rule that the header breaks is neither tolerated nor told: asked for broken rules only. */
  #forbids(rule: ViolationId): boolean {
    return !this.#tolerated.includes(rule) && !this.told.includes(rule);
  }
}
