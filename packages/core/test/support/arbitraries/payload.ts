/** @module */
import fc from 'fast-check';

/** Where the forms of the payload length change (RFC 6455 §5.2), and their neighbours. */
const LANDMARKS = [0, 1, 2, 124, 125, 126, 127, 128];

/**
 * Bytes that depend on their position, so that loss, doubling and shifts show. Shrinks towards none.
 *
 * @param maxLength - In bytes, 128 or more.
 */
export function payload(maxLength = 300): fc.Arbitrary<Uint8Array> {
  const length = fc.oneof(fc.constantFrom(...LANDMARKS), fc.nat({ max: maxLength }));
  return fc
    .tuple(length, fc.nat({ max: 250 }))
    .map(([size, start]) => Uint8Array.from({ length: size }, (_, i) => (start + 7 * i) % 251));
}
