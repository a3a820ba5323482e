/**
 * One timer for the timeouts of many connections, on what a runtime has for that.
 *
 * Sleepers stand in a heap: an array in which none is due before the one at half its place.
 *
 * @module
 */

import { afterReading, type Runtime } from './runtime.ts';

/** The longest delay that runtimes take; what is further away is waited for in steps. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Something that is woken; it knows its place in the heap, so that it is found there. */
export interface Sleeper {
  /** In whole milliseconds. */
  wakesAt: number;
  /** -1 while it does not wait. */
  place: number;
  /**
   * Throws nothing.
   *
   * @param rang - When the timer came: what had come to the sockets by then was received since.
   */
  wake(rang: number): void;
}

/** Wakes each once, at the time that it asked for last, or a little too early. */
export class Alarms {
  readonly #runtime: Runtime;
  readonly #heap: Sleeper[] = [];
  #cancel: (() => void) | undefined;
  #firesAt = 0;
  /** The timer has fired, and sockets are read. */
  #isRinging = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /**
   * Most deadlines move on with every chunk, so one that is set too early is left as it is: the
   * connection takes no harm, and says anew when to wake it.
   */
  set(sleeper: Sleeper, at: number | undefined): void {
    if (at === undefined) {
      if (sleeper.place < 0) return;
      this.#remove(sleeper);
    } else {
      const waits = sleeper.place >= 0 && sleeper.wakesAt <= at;
      // Without a timer the runtime has thrown when it was to be set.
      if (waits && this.#cancel !== undefined) return;
      const place = sleeper.place < 0 ? this.#heap.length : sleeper.place;
      if (!waits) this.#settle(sleeper, place, Math.ceil(at));
    }
    this.#wind();
  }

  /** Sets the timer for the first sleeper; one that fires before is left as it is. */
  #wind(): void {
    if (this.#isRinging) return;
    const first = this.#heap[0];
    const last = this.#cancel;
    if (last !== undefined && first !== undefined && this.#firesAt <= first.wakesAt) return;
    if (first === undefined) this.#cancel = undefined;
    else {
      const delay = Math.max(0, Math.ceil(first.wakesAt - this.#runtime.now()));
      this.#cancel = this.#runtime.later(this.#ring, Math.min(delay, MAX_DELAY_MS));
      this.#firesAt = first.wakesAt;
    }
    last?.();
  }

  /**
   * Where the code that ran was long, a timer comes before what has come to the sockets meanwhile: that is heard
   * first. What was read may take one more round until it is here.
   */
  readonly #ring = (): void => {
    this.#cancel = undefined;
    const rang = this.#runtime.now();
    const wake = (): void => this.#wakeDue(rang);
    afterReading(this.#runtime, () => afterReading(this.#runtime, wake));
    this.#isRinging = true;
  };

  #wakeDue(rang: number): void {
    this.#isRinging = false;
    try {
      for (let first; (first = this.#heap[0]) !== undefined && first.wakesAt <= rang; ) {
        this.#remove(first);
        first.wake(rang);
      }
    } finally {
      this.#wind();
    }
  }

  #remove(sleeper: Sleeper): void {
    const last = this.#heap.at(-1)!;
    if (last !== sleeper) this.#settle(last, sleeper.place, last.wakesAt);
    this.#heap.length--;
    sleeper.place = -1;
  }

  /** Puts a sleeper where the order wants it, from a place that is free on: by assignments alone, which do not throw. */
  #settle(sleeper: Sleeper, free: number, at: number): void {
    const heap = this.#heap;
    let place = free;
    sleeper.wakesAt = at;
    for (let half; place > 0; place = half) {
      half = (place - 1) >> 1;
      if (heap[half]!.wakesAt <= at) break;
      heap[place] = heap[half]!;
      heap[place]!.place = place;
    }
    for (let double; (double = 2 * place + 1) < heap.length; place = double) {
      if (double + 1 < heap.length && heap[double + 1]!.wakesAt < heap[double]!.wakesAt) double++;
      if (heap[double]!.wakesAt >= at) break;
      heap[place] = heap[double]!;
      heap[place]!.place = place;
    }
    heap[place] = sleeper;
    sleeper.place = place;
  }
}
