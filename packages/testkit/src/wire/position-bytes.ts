/**
 * Payloads in which every byte depends on its place: lost, doubled or moved bytes, and bytes of another message, are
 * found, unlike in a payload of equal bytes.
 *
 * @module
 */

// In a context of node:vm, where Jest runs tests, a global takes long to look up.
const { imul } = Math;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Bytes of which each is a function of its index and of the message's number.
 *
 * @param length - In bytes.
 * @param message - The number of the message. Default: 0.
 */
export function positionBytes(length: number, message = 0): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = mix(i, message);
  return bytes;
}

/**
 * The same as ASCII letters and digits: text with as many bytes as characters.
 *
 * @param length - In bytes.
 * @param message - The number of the message. Default: 0.
 */
export function positionText(length: number, message = 0): string {
  return Array.from({ length }, (_, i) => LETTERS[mix(i, message) & 0x1f]!).join('');
}

/** Spreads both numbers over all bits, so that no period is a power of two or short at all. */
function mix(index: number, message: number): number {
  let bits = imul(index + 1, 0x9e37_79b1) ^ imul(message + 1, 0x85eb_ca77);
  bits = imul(bits ^ (bits >>> 15), 0x2c1b_3c6d);
  bits = imul(bits ^ (bits >>> 12), 0x297a_2d39);
  return (bits ^ (bits >>> 15)) >>> 0;
}
