/**
 * Progress on a terminal as one line that is written over, elsewhere as a line now and then.
 *
 * @module
 */

/** The output for progress: usually standard output. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Milliseconds between two lines: on a terminal, and elsewhere. */
const PAUSES = { terminal: 500, log: 5000 };

/** Shows lines, not too many. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #next: number;
  #isShown = false;

  /** @param now - A clock in milliseconds. */
  constructor(stream: ProgressStream, now: () => number) {
    this.#stream = stream;
    this.#now = now;
    this.#next = now() + this.#pause;
  }

  get #pause(): number {
    return this.#stream.isTTY === true ? PAUSES.terminal : PAUSES.log;
  }

  /** @param line - Makes the line, when it is time for one. */
  tick(line: () => string): void {
    if (this.#now() < this.#next) return;
    this.#next = this.#now() + this.#pause;
    this.clear();
    this.#isShown = this.#stream.isTTY === true;
    this.#stream.write(this.#isShown ? line() : `${line()}\n`);
  }

  /** Takes the line away, so that something else can be printed. */
  clear(): void {
    if (this.#isShown) this.#stream.write('\r\u001b[2K');
    this.#isShown = false;
  }
}
