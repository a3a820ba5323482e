/**
 * The frame header on the wire (RFC 6455 §5.2). Numbers are big-endian.
 *
 *      byte 0                  byte 1
 *     +---+----+----+----+---------+------+--------+
 *     |fin|rsv1|rsv2|rsv3| opcode  | mask | length |
 *     | 1 | 1  | 1  | 1  | 4 bits  |  1   | 7 bits |
 *     +---+----+----+----+---------+------+--------+
 *     | extended payload length: 0, 2 or 8 bytes   |  2 when length = 126, 8 when 127
 *     +--------------------------------------------+
 *     | masking key: 0 or 4 bytes                  |  4 when mask = 1
 *     +--------------------------------------------+
 *     | payload …                                  |
 *
 * @module
 */

import type { MaskingKey } from '../masking/index.ts';
import { isControl, Opcode } from './opcode.ts';

// Byte 0
export const FIN = 0b1000_0000;
export const RSV1 = 0b0100_0000;
export const RSV2 = 0b0010_0000;
export const RSV3 = 0b0001_0000;
export const RESERVED_BITS: number = RSV1 | RSV2 | RSV3;
export const OPCODE = 0b0000_1111;

// Byte 1
export const MASK = 0b1000_0000;
export const LENGTH = 0b0111_1111;

/** Values of the 7-bit length that announce an extended payload length. */
export const LENGTH_IN_2_BYTES = 126;
export const LENGTH_IN_8_BYTES = 127;

/** The smallest payload length that takes 8 bytes; the smallest that takes 2 bytes is `LENGTH_IN_2_BYTES`. */
export const LEAST_IN_8_BYTES = 0x1_0000;

/** The longest payload of a control frame, in bytes (§5.5). */
export const MAX_CONTROL_PAYLOAD = 125;

/** The longest header, in bytes: 2 + 8 + 4. */
export const MAX_HEADER_LENGTH = 14;

/** The header of a frame, decoded. */
export interface FrameHeader {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: Opcode;
  /** The masking key, 4 bytes, if the mask bit is set; otherwise `undefined`. */
  readonly maskingKey: MaskingKey | undefined;
  /** Length of the payload in bytes, without the masking key. */
  readonly payloadLength: number;
}

/** Whether a frame with this byte 0 is delivered as bytes on its own: a whole binary message or a control frame. */
export function isHandedOut(byte0: number): boolean {
  return byte0 === (FIN | Opcode.binary) || isControl(byte0 & OPCODE);
}

/** Makes a header object from byte 0 and the decoded fields after it. */
export function headerOf(
  byte0: number,
  maskingKey: MaskingKey | undefined,
  payloadLength: number,
): FrameHeader {
  return {
    fin: (byte0 & FIN) !== 0,
    rsv1: (byte0 & RSV1) !== 0,
    rsv2: (byte0 & RSV2) !== 0,
    rsv3: (byte0 & RSV3) !== 0,
    opcode: (byte0 & OPCODE) as Opcode,
    maskingKey,
    payloadLength,
  };
}

/** @returns The length of the header in bytes, 2 to 14. */
export function lengthOfHeader(payloadLength: number, masked: boolean): number {
  const extended = payloadLength < LENGTH_IN_2_BYTES ? 0 : payloadLength <= 0xffff ? 2 : 8;
  return 2 + extended + (masked ? 4 : 0);
}

/**
 * Writes a header with the shortest form of the length.
 *
 * @param at - Position in `target` of the header's first byte; `target` must have room for the whole header.
 * @param byte0 - FIN, reserved bits and opcode.
 * @param word - The masking key as a word; `undefined` for an unmasked frame.
 * @returns The position after the header.
 */
export function writeHeader(
  target: Uint8Array,
  at: number,
  byte0: number,
  payloadLength: number,
  word: number | undefined,
): number {
  const mask = word === undefined ? 0 : MASK;
  let i = at;
  target[i++] = byte0;
  if (payloadLength < LENGTH_IN_2_BYTES) {
    target[i++] = mask | payloadLength;
  } else if (payloadLength <= 0xffff) {
    target[i++] = mask | LENGTH_IN_2_BYTES;
    target[i++] = payloadLength >>> 8;
    target[i++] = payloadLength;
  } else {
    target[i++] = mask | LENGTH_IN_8_BYTES;
    i = writeUint32(target, i, Math.floor(payloadLength / 2 ** 32));
    i = writeUint32(target, i, payloadLength);
  }
  if (word !== undefined) {
    target[i++] = word;
    target[i++] = word >>> 8;
    target[i++] = word >>> 16;
    target[i++] = word >>> 24;
  }
  return i;
}

/** @returns The header of an unmasked frame, in a new array; its payload is sent unchanged. */
export function unmaskedHeader(byte0: number, payloadLength: number): Uint8Array {
  const header = new Uint8Array(lengthOfHeader(payloadLength, false));
  writeHeader(header, 0, byte0, payloadLength, undefined);
  return header;
}

/** Writes the lowest 32 bits, big-endian. */
function writeUint32(target: Uint8Array, at: number, value: number): number {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
  return at + 4;
}
