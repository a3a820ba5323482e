/**
 * The framing around the data of chunks (RFC 9112 §7.1), decoded byte by byte.
 *
 *     chunk = 1*HEXDIG [ extensions ] CRLF data CRLF      a chunk without data is the last
 *
 * Extensions are skipped. Decoding ends before the trailers: they are not used.
 *
 * @module
 */

/** The longest line with a size, in bytes, with the line end before it: extensions could be endless. */
const MAX_LINE = 4096;

/**
 * The next step for each step and kind of byte: `x` is a digit, `r` CR, `n` LF, `s` a byte that ends a size, `o`
 * any other byte. Steps 0 and 1: the line end after data. 2 and 3: the size. 4: extensions. 5: the end of the line.
 */
const STEPS: Readonly<Record<string, number>> = {
  ...{ '0r': 1, '1n': 2, '2x': 3, '3x': 3, '3s': 4, '3r': 5 },
  ...{ '4x': 4, '4s': 4, '4o': 4, '4r': 5, '5n': 0 },
};

/** Reads the bytes between the data of one chunk and the data of the next. */
export class ChunkFraming {
  #step = 2;
  #size = 0;
  #length = 0;

  /**
   * Reads the next byte.
   *
   * @returns The size of the data that follows, in bytes; 0 at the end of the body, or if the byte breaks the
   *   grammar; `undefined` while the size is not complete.
   */
  take(byte: number): number | undefined {
    const step = STEPS[`${this.#step}${kindOf(byte)}`];
    if (step === undefined || ++this.#length > MAX_LINE) return 0;
    this.#step = step;
    if (step === 3) this.#size = 16 * this.#size + Number.parseInt(String.fromCharCode(byte), 16);
    if (step !== 0) return undefined;
    const size = this.#size;
    this.#size = this.#length = 0;
    return size;
  }
}

function kindOf(byte: number): string {
  if (byte === 0x0d) return 'r';
  if (byte === 0x0a) return 'n';
  const character = String.fromCharCode(byte);
  if (/[\t ;]/.test(character)) return 's';
  return /[\dA-Fa-f]/.test(character) ? 'x' : 'o';
}
