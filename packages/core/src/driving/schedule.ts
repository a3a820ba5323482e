/**
 * The clock, the task for all turns that are due, and the timer that all sockets of a runtime share.
 *
 * @module
 */

import { Alarms, type Sleeper } from './alarms.ts';
import { EVENT_WORK, Rounds } from './rounds.ts';
import { afterReading, type Runtime } from './runtime.ts';

/** An object that has a turn once the current code has ended. */
export interface Turn {
  runTurn(): void;
}

/** One schedule for all sockets of a runtime: a socket needs no timer, and many that send at once need one task. */
export class Schedule {
  /** The budget of each socket before others have their turn. */
  readonly rounds: Rounds;
  readonly #runtime: Runtime;
  readonly #alarms: Alarms;
  readonly #due: Turn[] = [];
  /** Whether a task for the turns that are due is scheduled. */
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

  /** Schedules a turn once the current code has ended. An error that the turn throws is not caught. */
  turnSoon(it: Turn): void {
    this.#awaitTask();
    this.#due.push(it);
  }

  /** Called before a turn is added: if the runtime throws, there is neither task nor turn. */
  #awaitTask(): void {
    if (this.#isAwaited) return;
    this.#runtime.soon(this.#turnAll);
    this.#isAwaited = true;
  }

  /** Wakes a sleeper at that time; `undefined`: never. Replaces the last one. */
  wakeAt(sleeper: Sleeper, at: number | undefined): void {
    this.#alarms.set(sleeper, at);
  }

  /** Throws an error once the current code has ended. */
  throwSoon(error: unknown): void {
    this.#runtime.soon(() => {
      throw error;
    });
  }

  /** Runs all turns, and those that become due meanwhile, until the budget of the round is used up. */
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

  /** In a new round, the turns have a budget of their own, apart from sockets that continue in it. */
  readonly #goOn = (): void => {
    this.rounds.begin(NaN, this);
    this.#turnAll();
  };
}
