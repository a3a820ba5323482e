/**
 * One timer for all timeouts of a connection, on what a runtime has for that.
 *
 * @module
 */

import type { Runtime } from './runtime.ts';

/** The longest delay that runtimes take; what is further away is waited for in steps. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Rings once, at the time that it was set to last, or a little too early. */
export class Alarm {
  readonly #runtime: Runtime;
  readonly #ring: () => void;
  #cancel: (() => void) | undefined;
  #firesAt = 0;

  constructor(runtime: Runtime, ring: () => void) {
    this.#runtime = runtime;
    this.#ring = ring;
  }

  /**
   * Most deadlines move on with every chunk, so a timer that fires too early is left as it is: the
   * connection takes no harm, and says anew when to wake it.
   */
  set(at: number | undefined): void {
    if (this.#cancel !== undefined && at !== undefined && this.#firesAt <= at) return;
    this.#cancel?.();
    this.#cancel = undefined;
    if (at === undefined) return;
    this.#firesAt = at;
    const delay = Math.max(0, Math.ceil(at - this.#runtime.now()));
    const ring = (): void => {
      this.#cancel = undefined;
      this.#ring();
    };
    this.#cancel = this.#runtime.later(ring, Math.min(delay, MAX_DELAY_MS));
  }
}
