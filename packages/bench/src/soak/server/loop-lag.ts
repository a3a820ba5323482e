/**
 * How late the event loop of this process is.
 *
 * @module
 */

import { Histogram, type Spread } from '../histogram.ts';

/** Between two looks, in milliseconds. */
const PERIOD = 10;

/** Reads the clock again and again: other tasks have waited as long as its timer is late. */
export class LoopLag {
  readonly #lag = new Histogram();
  #due = 0;

  start(): void {
    this.#due = performance.now() + PERIOD;
    setTimeout(this.#look, PERIOD);
  }

  spread(): Spread {
    return this.#lag.spread();
  }

  readonly #look = (): void => {
    const late = Math.max(0, performance.now() - this.#due);
    this.#lag.add(late);
    // The looks that were left out would have been late as well, each by less than the one before.
    for (let left = late - PERIOD; left > 0; left -= PERIOD) this.#lag.add(left);
    this.start();
  };
}
