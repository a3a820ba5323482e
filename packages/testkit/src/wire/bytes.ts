/**
 * Bytes put together by hand: joined, as numbers, from text, from hexadecimal digits.
 *
 * @module
 */

/** Joins pieces, in order, in a new array. */
export function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The lowest `size` bytes of a number, the highest of them first. */
export function bigEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) =>
    Number((value >> BigInt(8 * (size - 1 - i))) & 0xffn),
  );
}

/** One byte for each UTF-16 code unit, its low byte: for ASCII and Latin-1. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

/**
 * Bytes from pairs of hexadecimal digits, with blanks where they help: `81 05`.
 *
 * @throws TypeError for anything else.
 */
export function hex(digits: string): Uint8Array {
  const packed = digits.replaceAll(/\s/g, '');
  if (packed.length % 2 !== 0 || /[^0-9a-fA-F]/.test(packed)) {
    throw new TypeError(`Text is not pairs of hexadecimal digits: ${digits}`);
  }
  return Uint8Array.from({ length: packed.length / 2 }, (_, i) =>
    Number.parseInt(packed.slice(2 * i, 2 * i + 2), 16),
  );
}

/** The opposite of `hex`, with a blank between bytes. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
