/**
 * What the sockets of a runtime share: its clock, one task for all turns that are due, and one timer.
 *
 * @module
 */

import { Alarms, type Sleeper } from './alarms.ts';
import { EVENT_WORK, Rounds } from './rounds.ts';
import { afterReading, type Runtime } from './runtime.ts';

/** Something that has a turn once the code that runs has ended. */
export interface Turn {
  runTurn(): void;
}

/** One for all sockets of a runtime: none costs a timer, and many that send at once cost one task. */
export class Schedule {
  /** What each may take before others have their turn. */
  readonly rounds: Rounds;
  readonly #runtime: Runtime;
  readonly #alarms: Alarms;
  readonly #due: Turn[] = [];
  /** A task for those that are due is on its way. */
  #isAwaited = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#alarms = new Alarms(runtime);
    this.rounds = new Rounds(runtime);
  }

  /** @returns Milliseconds on the runtime's clock. */
  now(): number {
    return this.#runtime.now();
  }

  /** Lets it have a turn once the code that runs has ended. What it throws is an error that nobody catches. */
  turnSoon(it: Turn): void {
    this.#awaitTask();
    this.#due.push(it);
  }

  /** First the task, then the turn that is due: when the runtime throws there is neither. */
  #awaitTask(): void {
    if (this.#isAwaited) return;
    this.#runtime.soon(this.#turnAll);
    this.#isAwaited = true;
  }

  /** Wakes a sleeper at that time; `undefined`: never. Replaces the last one. */
  wakeAt(sleeper: Sleeper, at: number | undefined): void {
    this.#alarms.set(sleeper, at);
  }

  /** Throws an error once the code that runs has ended. */
  throwSoon(error: unknown): void {
    this.#runtime.soon(() => {
      throw error;
    });
  }

  /** Those that come to be due meanwhile have their turn as well, while the round is not over. */
  readonly #turnAll = (): void => {
    const due = this.#due;
    let done = 0;
    let isOver = false;
    this.rounds.begin();
    try {
      while (done < due.length && !isOver) {
        due[done++]!.runTurn();
        isOver = this.rounds.spend(EVENT_WORK);
      }
    } finally {
      due.splice(0, done);
      this.#isAwaited = false;
      if (due.length > 0 && isOver) {
        afterReading(this.#runtime, this.#goOn);
        this.#isAwaited = true;
      } else if (due.length > 0) this.#awaitTask();
    }
  };

  /** In a new round they have a budget of their own, whoever has gone on in it before. */
  readonly #goOn = (): void => {
    this.rounds.begin(NaN, this);
    this.#turnAll();
  };
}
