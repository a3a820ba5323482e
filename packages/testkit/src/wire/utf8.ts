/**
 * Code points to bytes (RFC 3629 §3). Surrogates are written as if they were code points, in three
 * bytes: this is one of the ways to write text that is not UTF-8.
 *
 *     code point          bytes
 *     0000 to 007f        0xxxxxxx
 *     0080 to 07ff        110xxxxx 10xxxxxx
 *     0800 to ffff        1110xxxx 10xxxxxx 10xxxxxx
 *     from 10000 up       11110xxx 10xxxxxx 10xxxxxx 10xxxxxx
 *
 * @module
 */

/** The bytes of a text. */
export function utf8(text: string): Uint8Array {
  return Uint8Array.from(
    Array.from(text, (character) => bytesOf(character.codePointAt(0)!)).flat(),
  );
}

function bytesOf(codePoint: number): number[] {
  if (codePoint < 0x80) return [codePoint];
  const last = continuation(codePoint);
  if (codePoint < 0x800) return [0xc0 | (codePoint >> 6), last];
  const middle = continuation(codePoint >> 6);
  if (codePoint < 0x1_0000) return [0xe0 | (codePoint >> 12), middle, last];
  return [0xf0 | (codePoint >> 18), continuation(codePoint >> 12), middle, last];
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f);
}
