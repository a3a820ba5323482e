/**
 * How much each socket has had since sockets were last read: no peer's bytes hold a process for longer than a budget.
 *
 * A round ends once the runtime has looked at all sockets. A socket that has had its budget rests until then,
 * and then goes on with those that rest as well, one after the other and for less, until it is done.
 *
 * @module
 */

import { afterReading, type Runtime } from './runtime.ts';

/** A socket that goes on in a later round. */
export interface Resting {
  /** Throws nothing. */
  goOn(): void;
}

/** What a socket may take in a round before it rests, in milliseconds. */
const TURN_MS = 10;

/** What all that rest may take together in a round, in milliseconds: other sockets wait no longer than that for them. */
const GO_ON_MS = 0.5;

/** A round that has lasted so long, in milliseconds, ends for all sockets: where pipes are in memory, nothing else ends it. */
const ROUND_MS = 50;

/** A round is watched from here on, in milliseconds: to wait for its end wakes the process, so short ones are let be. */
const WATCHED_MS = 2;

/** Bytes that come as soon, in milliseconds, behind the last ones may be of the same round. */
const SOON_MS = 1;

/** So much work is done between two looks at the clock, in bytes in or out. */
const LOOK_WORK = 65_536;

/** What an event counts for beside its bytes: so there is a look every 16 of them. */
export const EVENT_WORK = 4096;

/** The rounds of a runtime. */
export class Rounds {
  readonly #runtime: Runtime;
  readonly #resting: Resting[] = [];
  /** A task for the end of the round is on its way. */
  #isAwaited = false;
  /** The socket whose bytes came last. */
  #its: unknown;
  /** NaN: with the next look. */
  #turnBegan = NaN;
  #roundBegan = NaN;
  #mostMs = TURN_MS;
  /** The last time that was seen. */
  #seen = NaN;
  /** Since the last look. */
  #work = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /**
   * A turn begins. A socket that goes on in the same round gets no new budget.
   *
   * @param now - When it was seen that bytes had come; NaN when it is not for bytes.
   */
  begin(now: number = NaN, it: unknown = this.#its): void {
    if (this.#isAwaited ? this.#its === it : this.#isSoon(now, it)) return;
    this.#its = it;
    this.#turnBegan = now;
    this.#mostMs = TURN_MS;
  }

  /** Whether these bytes belong to the turn before them, as far as one can say while nobody waits for the round's end. */
  #isSoon(now: number, it: unknown): boolean {
    const isSoon = now - this.#seen < SOON_MS;
    // Without the time nobody can say that a round has begun.
    if (!isSoon && !Number.isNaN(now)) this.#roundBegan = now;
    this.#seen = now;
    return isSoon && this.#its === it;
  }

  /**
   * @param work - What was done, in bytes.
   * @returns Whether that was enough for now.
   */
  spend(work: number): boolean {
    this.#work += work;
    return this.#work >= LOOK_WORK && this.isOver();
  }

  /** As `spend`, for work that may be long: looks at the clock. */
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

  /** Lets it go on in a later round, once this one is over. */
  rest(it: Resting): void {
    this.#resting.push(it);
  }

  /** Where the runtime cannot wait until sockets were read, none rests. */
  #awaitEnd(): void {
    try {
      afterReading(this.#runtime, this.#end);
      this.#isAwaited = true;
    } catch {
      this.#isAwaited = false;
    }
  }

  /** One goes on at least, and each once at most. */
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
