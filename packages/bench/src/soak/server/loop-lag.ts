/**
 * How late the event loop of this process is.
 *
 * @module
 */

import { Histogram, type Spread } from '../histogram.ts';

/** Between two looks, in milliseconds. */
const PERIOD = 10;

/** Looks at the clock again and again: what a timer is late by, others have waited too. */
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
    this.#lag.add(Math.max(0, performance.now() - this.#due));
    this.start();
  };
}
