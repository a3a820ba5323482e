/**
 * Arrays of bytes, as plainly as can be.
 *
 * @module
 */

/** The arrays one after the other, in a new one. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Masks or unmasks a payload, byte by byte: `j = i MOD 4`, as RFC 6455 §5.3 writes it. */
export function unmasked(payload: Uint8Array, key: Uint8Array | undefined): Uint8Array {
  return key === undefined ? payload.slice() : payload.map((octet, i) => octet ^ key[i % 4]!);
}

/** One character for each byte, of the same number. */
export function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (octet) => String.fromCharCode(octet)).join('');
}

/** One byte for each character, as `latin1` has them. */
export function octets(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
