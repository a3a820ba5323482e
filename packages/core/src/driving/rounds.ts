/**
 * Limits the time for each socket between two reads of all sockets, so that the bytes of one peer cannot hold up the
 * process for longer than a budget.
 *
 * A round ends once the runtime has looked at all sockets. A socket that has used up its budget rests until then. Then
 * the resting sockets continue one after the other, with a smaller budget, until they are done.
 *
 * @module
 */

import { afterReading, type Runtime } from './runtime.ts';

/** A socket that continues in a later round. */
export interface Resting {
  /** Throws nothing. */
  goOn(): void;
}

/** The most time for a socket in a round before it rests, in milliseconds. */
const TURN_MS = 10;

/** The most time for all resting sockets together in a round, in milliseconds: other sockets wait no longer. */
const GO_ON_MS = 0.5;

/** The longest round, in milliseconds; then all sockets rest. With pipes in memory, nothing else ends a round. */
const ROUND_MS = 50;

/** The end of a round is awaited from this age on, in milliseconds: to await short rounds would wake the process. */
const WATCHED_MS = 2;

/** Bytes received within this time after the last bytes, in milliseconds, may be of the same round. */
const SOON_MS = 1;

/** The work between two reads of the clock, in bytes in or out. */
const LOOK_WORK = 65_536;

/** The work of an event in addition to its bytes: the clock is read every 16 events or more often. */
export const EVENT_WORK = 4096;

/** The rounds of a runtime. */
export class Rounds {
  readonly #runtime: Runtime;
  readonly #resting: Resting[] = [];
  /** Whether a task for the end of the round is scheduled. */
  #isAwaited = false;
  /** The socket whose bytes were received last. */
  #its: unknown;
  /** The time at which the turn began; NaN: it begins with the next read of the clock. */
  #turnBegan = NaN;
  #roundBegan = NaN;
  #mostMs = TURN_MS;
  /** The last time that was read from the clock. */
  #seen = NaN;
  /** The work since the clock was last read. */
  #work = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /**
   * Begins a turn. A socket that continues in the same round gets no new budget.
   *
   * @param now - The time at which bytes were received; NaN for a turn without bytes.
   */
  begin(now: number = NaN, it: unknown = this.#its): void {
    if (this.#isAwaited ? this.#its === it : this.#isSoon(now, it)) return;
    this.#its = it;
    this.#turnBegan = now;
    this.#mostMs = TURN_MS;
  }

  /** Whether these bytes probably belong to the turn before them, while the end of the round is not awaited. */
  #isSoon(now: number, it: unknown): boolean {
    const isSoon = now - this.#seen < SOON_MS;
    // Without the time, the start of a round is unknown.
    if (!isSoon && !Number.isNaN(now)) this.#roundBegan = now;
    this.#seen = now;
    return isSoon && this.#its === it;
  }

  /**
   * @param work - The work that was done, in bytes.
   * @returns Whether the budget is used up.
   */
  spend(work: number): boolean {
    this.#work += work;
    return this.#work >= LOOK_WORK && this.isOver();
  }

  /** The same as `spend`, for work that may take long: always reads the clock. */
  isOver(): boolean {
    const now = this.#runtime.now();
    this.#work = 0;
    this.#seen = now;
    if (Number.isNaN(this.#turnBegan)) this.#turnBegan = now;
    if (Number.isNaN(this.#roundBegan)) this.#roundBegan = now;
    if (!this.#isAwaited && now - this.#roundBegan >= WATCHED_MS) {
      this.#awaitEnd();
      this.#roundBegan = now;
    }
    if (!this.#isAwaited) return false;
    return now - this.#turnBegan >= this.#mostMs || now - this.#roundBegan >= ROUND_MS;
  }

  /** Lets a socket continue in a later round. */
  rest(it: Resting): void {
    this.#resting.push(it);
  }

  /** If the runtime cannot wait until sockets were read, no socket rests. */
  #awaitEnd(): void {
    try {
      afterReading(this.#runtime, this.#end);
      this.#isAwaited = true;
    } catch {
      this.#isAwaited = false;
    }
  }

  /** At least one resting socket continues, and each at most once. */
  readonly #end = (): void => {
    const resting = this.#resting;
    this.#isAwaited = false;
    this.#roundBegan = NaN;
    this.#seen = NaN;
    if (resting.length === 0) return;
    this.#awaitEnd();
    this.#work = 0;
    this.#turnBegan = this.#runtime.now();
    this.#mostMs = GO_ON_MS;
    for (let left = resting.length; left > 0; left--) {
      this.#its = resting[0];
      resting.shift()!.goOn();
      if (this.isOver()) return;
    }
  };
}
