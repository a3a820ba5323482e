/**
 * Strict UTF-8, checked piece by piece: fails at the first byte after which no valid text can follow
 * (RFC 6455 §8.1, RFC 3629 §4).
 *
 *     UTF8-1 = 00-7F
 *     UTF8-2 = C2-DF tail
 *     UTF8-3 = E0 A0-BF tail / E1-EC 2tail / ED 80-9F tail / EE-EF 2tail
 *     UTF8-4 = F0 90-BF 2tail / F1-F3 3tail / F4 80-8F 2tail
 *     tail   = 80-BF
 *
 * The bounds of the second byte exclude overlong forms, surrogates and code points above U+10FFFF.
 *
 * @module
 */

/** Checks one text after the other, each in any number of pieces. */
export class Utf8Validator {
  /** Continuation bytes that the code point in progress still needs: 0 to 3. */
  #needed = 0;
  /** Bytes of that code point that have been pushed: 0 to 3. */
  #begun = 0;
  #lowest = 0x80;
  #highest = 0xbf;

  /** Continuation bytes that would complete the text: 0 means that it may end here. */
  get needed(): number {
    return this.#needed;
  }

  /** Bytes at the end of the pushed bytes that belong to a code point in progress: 0 to 3. */
  get begun(): number {
    return this.#begun;
  }

  /**
   * Checks the next bytes of the text.
   *
   * @param toCome - Bytes of the text that can still follow `end`: a code point that needs more than
   *   these fails at its first byte. Default: no limit.
   * @returns The index of the first invalid byte, or -1. After an invalid byte, use a new validator.
   */
  push(
    bytes: Uint8Array,
    start = 0,
    end: number = bytes.length,
    toCome: number = Infinity,
  ): number {
    let i = start;
    while (i < end) {
      if (this.#needed === 0) i = skipAscii(bytes, i, end);
      if (i === end) break;
      const byte = bytes[i]!;
      if (this.#needed === 0) {
        if (!this.#begin(byte, end - i - 1 + toCome)) return i;
      } else if (byte < this.#lowest || byte > this.#highest) {
        return i;
      } else {
        this.#begun = --this.#needed === 0 ? 0 : this.#begun + 1;
        this.#lowest = 0x80;
        this.#highest = 0xbf;
      }
      i++;
    }
    return -1;
  }

  /** @returns A validator in the same state. */
  clone(): Utf8Validator {
    const clone = new Utf8Validator();
    clone.#needed = this.#needed;
    clone.#begun = this.#begun;
    clone.#lowest = this.#lowest;
    clone.#highest = this.#highest;
    return clone;
  }

  /** Makes the validator ready for another text. */
  reset(): void {
    this.#needed = 0;
    this.#begun = 0;
    this.#lowest = 0x80;
    this.#highest = 0xbf;
  }

  /** @returns Whether the byte can begin a code point of two to four bytes if at most `toCome` bytes follow. */
  #begin(byte: number, toCome: number): boolean {
    if (byte < 0xc2 || byte > 0xf4) return false;
    const needed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (needed > toCome) return false;
    this.#needed = needed;
    this.#begun = 1;
    if (byte === 0xe0) this.#lowest = 0xa0;
    else if (byte === 0xed) this.#highest = 0x9f;
    else if (byte === 0xf0) this.#lowest = 0x90;
    else if (byte === 0xf4) this.#highest = 0x8f;
    return true;
  }
}

/** @returns The number of bytes, 0 to 3, of an unfinished code point at the end of bytes that begin a UTF-8 text. */
export function unfinishedBytes(bytes: Uint8Array, start: number, end: number): number {
  for (let count = 1; count <= Math.min(3, end - start); count++) {
    const byte = bytes[end - count]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return count < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? count : 0;
  }
  return 0;
}

/** Skips eight bytes a step: most text is ASCII, and one test of eight joined bytes is cheap. */
function skipAscii(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  for (; i + 8 <= end; i += 8) {
    const joined =
      bytes[i]! |
      bytes[i + 1]! |
      bytes[i + 2]! |
      bytes[i + 3]! |
      bytes[i + 4]! |
      bytes[i + 5]! |
      bytes[i + 6]! |
      bytes[i + 7]!;
    if (joined > 0x7f) break;
  }
  while (i < end && bytes[i]! < 0x80) i++;
  return i;
}
