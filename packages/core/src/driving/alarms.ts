/**
 * One timer of the runtime for the timeouts of many connections.
 *
 * Sleepers are kept in a heap: an array in which no sleeper is due before the one at half its index.
 *
 * @module
 */

import { afterReading, type Runtime } from './runtime.ts';

/** The longest delay that runtimes accept; a longer delay is divided into steps. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** An object to wake at a time. It stores its index in the heap, so that it is found there. */
export interface Sleeper {
  /** The time to wake it, in whole milliseconds. */
  wakesAt: number;
  /** Index in the heap; -1 while it does not wait. */
  place: number;
  /**
   * Throws nothing.
   *
   * @param rang - The time at which the timer fired: input that had reached the sockets by then was received since.
   */
  wake(rang: number): void;
}

/** Wakes each sleeper once, at the time that was set last, or a little too early. */
export class Alarms {
  readonly #runtime: Runtime;
  readonly #heap: Sleeper[] = [];
  #cancel: (() => void) | undefined;
  #firesAt = 0;
  /** Whether the timer has fired, and sockets are being read before sleepers wake. */
  #isRinging = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /**
   * Sets the time to wake a sleeper; `undefined`: never. Most deadlines are postponed with every chunk, so an
   * earlier time is left as it is: an early call is harmless, and the connection sets a new time then.
   */
  set(sleeper: Sleeper, at: number | undefined): void {
    if (at === undefined) {
      if (sleeper.place < 0) return;
      this.#remove(sleeper);
    } else {
      const waits = sleeper.place >= 0 && sleeper.wakesAt <= at;
      // Without a timer, the runtime threw when it was set last.
      if (waits && this.#cancel !== undefined) return;
      const place = sleeper.place < 0 ? this.#heap.length : sleeper.place;
      if (!waits) this.#settle(sleeper, place, Math.ceil(at));
    }
    this.#wind();
  }

  /** Sets the timer for the first sleeper; a timer that fires earlier is left as it is. */
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
   * After long-running code, a timer fires before the input that reached the sockets meanwhile is read, so that is
   * received first. It may take one more round until bytes that were read are delivered.
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

  /** Puts a sleeper at its place in the order, from a free place on: by assignments alone, which do not throw. */
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
