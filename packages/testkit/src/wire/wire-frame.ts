/**
 * Frames to bytes, legal or not (RFC 6455 §5.2): a test can write anything on the wire. Written from the RFC's picture,
 * so that it shares no mistake with an encoder that it tests.
 *
 *      byte 0                   byte 1
 *     +---+----+----+----+--------+------+--------+
 *     |fin|rsv1|rsv2|rsv3| opcode | mask | length |
 *     | 1 | 1  | 1  | 1  | 4 bits |  1   | 7 bits |
 *     +---+----+----+----+--------+------+--------+
 *     | extended payload length: 0, 2 or 8 bytes  |  in the forms 7, 16 and 64
 *     +-------------------------------------------+
 *     | masking key: 0 or 4 bytes                 |
 *     +-------------------------------------------+
 *     | payload …                                 |
 *
 * @module
 */

import { bigEndian, concat } from './bytes.ts';

/** The number of bits of the payload length: 7 in byte 1, or 16 or 64 after it (§5.2). */
export type LengthForm = 7 | 16 | 64;

/** A frame as it is written to the wire. It is not checked. */
export interface WireFrame {
  /** Four bits: 0 to 15. */
  readonly opcode: number;
  /** Default: true. */
  readonly fin?: boolean;
  /** RSV1 to RSV3 as in byte 0: any of 0x70. Default: 0. */
  readonly reservedBits?: number;
  /** Before masking. */
  readonly payload: Uint8Array;
  /** Four bytes; without them the frame is not masked. */
  readonly maskingKey?: Uint8Array | undefined;
  /** Default: the shortest that the length needs. */
  readonly lengthForm?: LengthForm;
  /** The length in the header; only as many low bits as the form has. Default: the payload's length. */
  readonly declaredLength?: bigint;
}

/** The bytes of a frame. */
export function serializeFrame(frame: WireFrame): Uint8Array {
  const { payload, maskingKey } = frame;
  return concat(
    serializeHeader(frame),
    maskingKey === undefined ? payload : maskedWith(maskingKey, payload),
  );
}

/** The bytes of frames in a row. */
export function serializeFrames(frames: readonly WireFrame[]): Uint8Array {
  return concat(...frames.map(serializeFrame));
}

/** The bytes before the payload. */
export function serializeHeader(frame: WireFrame): Uint8Array {
  const { opcode, fin = true, reservedBits = 0, maskingKey } = frame;
  const length = frame.declaredLength ?? BigInt(frame.payload.length);
  const form = frame.lengthForm ?? shortestForm(length);
  const lengthBits = form === 7 ? Number(length & 0x7fn) : form === 16 ? 126 : 127;
  return concat(
    Uint8Array.of(
      (fin ? 0x80 : 0) | reservedBits | opcode,
      (maskingKey === undefined ? 0 : 0x80) | lengthBits,
    ),
    bigEndian(length, form === 7 ? 0 : form / 8),
    maskingKey ?? new Uint8Array(0),
  );
}

/** The only form in which a length may be written. */
export function shortestForm(length: bigint): LengthForm {
  if (length < 126n) return 7;
  return length < 0x1_0000n ? 16 : 64;
}

function maskedWith(key: Uint8Array, payload: Uint8Array): Uint8Array {
  return payload.map((byte, i) => byte ^ key[i % 4]!);
}
