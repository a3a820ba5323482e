/**
 * Bytes for tests: as hexadecimal digits, joined, cut.
 *
 * @module
 */

/** @param digits - Pairs of digits, with blanks where they help: `81 05`. */
export function hex(digits: string): Uint8Array {
  const packed = digits.replaceAll(' ', '');
  if (packed.length % 2 !== 0 || /[^0-9a-f]/.test(packed)) throw new Error(`Not hex: ${digits}`);
  return Uint8Array.from({ length: packed.length / 2 }, (_, i) =>
    Number.parseInt(packed.slice(2 * i, 2 * i + 2), 16),
  );
}

/** The opposite of `hex`: short to write where a failure shall be easy to read. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

export function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Bytes of which neighbours differ, with a period that no power of two divides. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (7 * i + 3) % 251);
}

/** A chunk for each byte. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

/** Every way to cut the bytes in two; either half may be empty. */
export function inTwo(bytes: Uint8Array): [Uint8Array, Uint8Array][] {
  return Array.from({ length: bytes.length + 1 }, (_, cut) => [
    bytes.slice(0, cut),
    bytes.slice(cut),
  ]);
}

/** Every way to cut the bytes into chunks: 2^(length - 1), so for short arrays only. */
export function* everyCut(bytes: Uint8Array): Generator<Uint8Array[]> {
  for (let cuts = 0; cuts < 2 ** Math.max(bytes.length - 1, 0); cuts++) {
    const chunks: Uint8Array[] = [];
    let start = 0;
    for (let end = 1; end <= bytes.length; end++) {
      if (end < bytes.length && ((cuts >>> (end - 1)) & 1) === 0) continue;
      chunks.push(bytes.slice(start, end));
      start = end;
    }
    yield chunks;
  }
}
