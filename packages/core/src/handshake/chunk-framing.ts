/**
 * What stands around the data of chunks (RFC 9112 §7.1), a byte at a time.
 *
 *     chunk = 1*HEXDIG [ extensions ] CRLF data CRLF      a chunk of no data is the last
 *
 * Extensions are passed over. The trailers are not waited for: nobody asks for them.
 *
 * @module
 */

/** The longest line that tells a size, in bytes, with the line end before it: extensions could go on for ever. */
const MAX_LINE = 4096;

/**
 * Where each kind of byte leads from each step: `x` is a digit, `r` CR, `n` LF, `s` what ends a size, `o`
 * any other byte. 0 and 1: the line end behind data. 2 and 3: the size. 4: extensions. 5: the end of the line.
 */
const STEPS: Readonly<Record<string, number>> = {
  ...{ '0r': 1, '1n': 2, '2x': 3, '3x': 3, '3s': 4, '3r': 5 },
  ...{ '4x': 4, '4s': 4, '4o': 4, '4r': 5, '5n': 0 },
};

/** Reads what stands between the data of one chunk and of the next. */
export class ChunkFraming {
  #step = 2;
  #size = 0;
  #length = 0;

  /**
   * Takes the next byte.
   *
   * @returns The size of the data that follows, in bytes; 0 at the end of the body, which a byte that breaks
   *   the grammar is too; `undefined` while the size is not complete.
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
