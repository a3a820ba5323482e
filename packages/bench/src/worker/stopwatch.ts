/**
 * CPU and wall time of work.
 *
 * CPU time counts all threads: it includes the garbage collector and excludes other programs.
 *
 * @module
 */

import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import type { Task } from '../work/index.ts';
import type { Slice } from './protocol.ts';

/** Times a task in slices of about the same length. */
export class Stopwatch {
  readonly #task: Task;
  #calls = 1;

  constructor(task: Task) {
    this.#task = task;
  }

  /**
   * Runs until the engine has finished compiling, and finds how many calls make a slice.
   *
   * @param ms - CPU time, at least: on a busy machine it takes longer.
   * @param sliceMs - The approximate CPU time of a slice.
   * @returns Calls of a slice.
   */
  async warm(ms: number, sliceMs: number): Promise<number> {
    const start = process.cpuUsage();
    let last = 0;
    do {
      await this.#run();
      const spent = milliseconds(start);
      // Doubles at most: the first calls are slow.
      const fit = Math.ceil((sliceMs * this.#calls) / Math.max(spent - last, 0.001));
      this.#calls = Math.max(1, Math.min(fit, this.#calls * 2));
      last = spent;
    } while (last < ms);
    return this.#calls;
  }

  async slice(): Promise<Slice> {
    const before = process.cpuUsage();
    const start = performance.now();
    await this.#run();
    const wall = performance.now() - start;
    const units = this.#calls * this.#task.units;
    return { cpu: (milliseconds(before) * 1e6) / units, wall: (wall * 1e6) / units };
  }

  async #run(): Promise<void> {
    const { call } = this.#task;
    for (let i = 0; i < this.#calls; i++) {
      const pending = call();
      if (pending !== undefined) await pending;
    }
    // Streams put off part of their work.
    await setImmediate();
  }
}

/** CPU time of all threads since then. */
function milliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
