/**
 * The frames of Hixie as one pass over all bytes reads them (hybi-00 §4.2, §5.3): no state, no chunks, nothing
 * of core.
 *
 * @module
 */

/** The meaning of the bytes. */
export interface HixieVerdict {
  /** Texts, with U+FFFD where they are no UTF-8. */
  readonly texts: readonly string[];
  /** How it ends: with FF 00, with a byte that is one too many, or in the middle. */
  readonly end: 'closing' | 'open' | { readonly offset: number };
}

/** The limits of a connection. */
export interface HixieLimits {
  readonly maxFrameBytes: number;
  readonly maxTextBytes: number;
}

/** Reads the frames after the opening handshake of hixie-76. */
export function judgeHixie(bytes: Uint8Array, limits: HixieLimits): HixieVerdict {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const type = bytes[at]!;
    if (type >= 0x80) {
      const counted = lengthAt(bytes, at + 1, limits.maxFrameBytes);
      if (counted === undefined) return { texts, end: 'open' };
      if ('offset' in counted) return { texts, end: counted };
      if (type === 0xff && counted.length === 0) return { texts, end: 'closing' };
      at = counted.next + counted.length;
      continue;
    }
    const found = bytes.indexOf(0xff, at);
    const end = found === -1 ? bytes.length : found;
    const most = type === 0 ? limits.maxTextBytes : limits.maxFrameBytes;
    if (end - at - 1 > most) return { texts, end: { offset: at + 1 + most } };
    if (found === -1) return { texts, end: 'open' };
    if (type === 0) texts.push(decoded(bytes.subarray(at + 1, end)));
    at = end + 1;
  }
  return { texts, end: 'open' };
}

/** Digits of base 128; `undefined` when they are not all there. */
function lengthAt(
  bytes: Uint8Array,
  start: number,
  most: number,
): { readonly length: number; readonly next: number } | { readonly offset: number } | undefined {
  let length = 0;
  for (let at = start; at < bytes.length; at++) {
    const goesOn = bytes[at]! >= 0x80;
    length = 128 * length + (bytes[at]! % 128);
    if ((goesOn ? 128 * length : length) > most) return { offset: at };
    if (!goesOn) return { length, next: at + 1 };
    if (at - start === 9) return { offset: at };
  }
  return undefined;
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
