/**
 * How far a long run has come: a bar on a terminal, nothing elsewhere, where the rows that come show it.
 *
 * @module
 */

/** The output of the bar. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;

/** A line that is written over. */
export class ProgressBar {
  readonly #stream: ProgressStream;
  #isShown = false;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  /** @param share - 0 to 1. */
  show(share: number, what: string): void {
    if (this.#stream.isTTY !== true) return;
    const filled = Math.round(share * WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    this.#stream.write(`\r\u001b[2K${bar} ${Math.round(share * 100)} % ${what}`);
    this.#isShown = true;
  }

  /** Takes the line away, so that something else can be printed. */
  clear(): void {
    if (this.#isShown) this.#stream.write('\r\u001b[2K');
    this.#isShown = false;
  }
}
