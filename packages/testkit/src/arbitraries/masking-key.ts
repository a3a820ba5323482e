/**
 * Masking keys (RFC 6455 §5.3).
 *
 * @module
 */

import fc from 'fast-check';
import { drawnAs } from './drawn-as.ts';

/**
 * Yields: any four bytes; all zero, all ones, one byte four times, and the payload's own first four
 * come often. Shrinks to: 00000000, with which nothing is masked.
 *
 * @param payload - The payload to be masked; with its own bytes as the key it becomes zeros.
 */
export function maskingKey(payload: Uint8Array = new Uint8Array(0)): fc.Arbitrary<Uint8Array> {
  const any = fc.uint8Array({ minLength: 4, maxLength: 4 });
  const repeated = fc
    .oneof(fc.constant(0), fc.constant(0xff), fc.nat({ max: 255 }))
    .map((byte) => Uint8Array.of(byte, byte, byte, byte));
  const own = fc
    .constant(payload)
    .map((bytes) => Uint8Array.from({ length: 4 }, (_, i) => bytes[i] ?? 0));
  const drawn = fc.oneof(
    { weight: 3, arbitrary: repeated },
    { weight: 1, arbitrary: own },
    { weight: 4, arbitrary: any },
  );
  return drawnAs(drawn, any);
}
