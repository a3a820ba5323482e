/**
 * A runtime whose clock, tasks, timers and sockets go on when the test says so.
 *
 * @module
 */

import type { Runtime } from 'sansocket/driving';

/** A timer that was set. */
export interface ManualTimer {
  readonly task: () => void;
  /** The delay that was asked for. */
  readonly ms: number;
  isCancelled: boolean;
}

export class ManualRuntime implements Runtime {
  /** Milliseconds. */
  time = 0;
  /** What runs once the code that runs has ended. */
  readonly tasks: (() => void)[] = [];
  /** What runs once sockets were read. */
  readonly behindReading: (() => void)[] = [];
  /** Every timer that was ever set. */
  readonly timers: ManualTimer[] = [];

  now(): number {
    return this.time;
  }

  soon(task: () => void): void {
    this.tasks.push(task);
  }

  later(task: () => void, ms: number): () => void {
    const timer = { task, ms, isCancelled: false };
    this.timers.push(timer);
    return () => {
      timer.isCancelled = true;
    };
  }

  afterReading(task: () => void): void {
    this.behindReading.push(task);
  }

  /** Lets all sockets be read. */
  read(): void {
    for (const task of this.behindReading.splice(0)) task();
  }

  /** Runs the first task that waits. Returns what it threw. */
  run(): unknown {
    try {
      this.tasks.shift()?.();
    } catch (error) {
      return error;
    }
    return undefined;
  }

  /** Lets the last timer come, and then all sockets be read, twice. */
  fire(): void {
    const { task, ms } = this.timers.at(-1)!;
    this.time += ms;
    task();
    this.read();
    this.read();
  }
}
