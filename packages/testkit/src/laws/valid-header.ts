/**
 * Valid continuations of an incomplete frame header (RFC 6455 §5.2): of all of them, the one with the shortest payload.
 *
 * @module
 */

import { bigEndian, concat } from '../wire/index.ts';

/** A header that completes the given bytes. */
export interface ValidHeader {
  readonly bytes: Uint8Array;
  readonly payloadLength: number;
  /** Zeros for a frame that is not masked. */
  readonly key: Uint8Array;
}

/** The forms of the payload length, with the least and the greatest value of each. */
const LENGTH_FORMS: readonly (readonly [0 | 2 | 8, bigint, bigint])[] = [
  [0, 0n, 125n],
  [2, 126n, 0xffffn],
  [8, 0x1_0000n, 2n ** 63n - 1n],
];

/**
 * @param begun - Byte 0 and the bytes after it so far.
 * @param lengths - The least and the greatest length of the payload.
 * @returns `undefined` when no valid header begins like this.
 */
export function validHeader(
  begun: Uint8Array,
  masked: boolean,
  lengths: readonly [least: number, most: number],
): ValidHeader | undefined {
  for (const [size, least, most] of LENGTH_FORMS) {
    const header = (length: bigint): Uint8Array => {
      const byte1 = size === 0 ? Number(length) : size === 2 ? 126 : 127;
      return Uint8Array.of(begun[0]!, (masked ? 0x80 : 0) + byte1, ...bigEndian(length, size));
    };
    let length = least;
    for (const bound of [BigInt(lengths[0]), leastSaid(begun, size)]) {
      if (bound > length) length = bound;
    }
    if (length > most || length > BigInt(lengths[1])) continue;
    const known = begun.subarray(0, 2 + size);
    if (known.some((byte, i) => byte !== header(length)[i])) continue;
    const key = new Uint8Array(4);
    if (masked) key.set(begun.subarray(2 + size, 6 + size));
    const bytes = masked ? concat(header(length), key) : header(length);
    return { bytes, payloadLength: Number(length), key };
  }
  return undefined;
}

/** The payload length if zeros follow. */
function leastSaid(begun: Uint8Array, size: 0 | 2 | 8): bigint {
  if (size === 0) return BigInt((begun[1] ?? 0) & 0x7f);
  let length = 0n;
  for (let i = 0; i < size; i++) length = 256n * length + BigInt(begun[2 + i] ?? 0);
  return length;
}
