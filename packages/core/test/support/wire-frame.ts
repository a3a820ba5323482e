/**
 * Frames to bytes, legal or not, by the picture of RFC 6455 §5.2 and nothing of core: whatever a test
 * wants to be on the wire can be put there.
 *
 * @module
 */

import { concat } from './bytes.ts';

export interface WireFrame {
  readonly opcode: number;
  /** Default: true. */
  readonly fin?: boolean;
  /** RSV1 to RSV3 as in byte 0: any of 0x70. Default: 0. */
  readonly reserved?: number;
  /** Not masked yet. */
  readonly payload: Uint8Array;
  /** Four bytes; without it the frame is not masked. */
  readonly key?: Uint8Array | undefined;
  /** Bytes of the extended payload length. Default: as few as possible. */
  readonly lengthBytes?: 0 | 2 | 8;
}

export function wireBytes(frame: WireFrame): Uint8Array {
  const { opcode, fin = true, reserved = 0, payload, key } = frame;
  const size = frame.lengthBytes ?? shortestForm(payload.length);
  const short = size === 0 ? payload.length : size === 2 ? 126 : 127;
  return concat(
    Uint8Array.of((fin ? 0x80 : 0) + reserved + opcode, (key === undefined ? 0 : 0x80) + short),
    bigEndian(BigInt(payload.length), size),
    key ?? new Uint8Array(0),
    key === undefined ? payload : payload.map((byte, i) => byte ^ key[i % 4]!),
  );
}

/** The lowest `size` bytes of a number, the highest of them first. */
export function bigEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) =>
    Number((value >> BigInt(8 * (size - 1 - i))) & 0xffn),
  );
}

function shortestForm(length: number): 0 | 2 | 8 {
  if (length < 126) return 0;
  return length <= 0xffff ? 2 : 8;
}
