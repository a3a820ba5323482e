/**
 * CPU and wall time of work.
 *
 * CPU time is that of all threads: it has the garbage collector in it, and leaves out what else the machine does.
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
   * Runs until the engine has compiled what it will, and finds how many calls make a slice.
   *
   * @param ms - How long, at least.
   * @param sliceMs - How long a slice will take, about.
   * @returns Calls of a slice.
   */
  async warm(ms: number, sliceMs: number): Promise<number> {
    const end = performance.now() + ms;
    let wall = 0;
    do {
      const before = performance.now();
      await this.#run();
      wall = (performance.now() - before) / this.#calls;
      // Doubles at most: the first calls are slow.
      const fit = Math.ceil(sliceMs / Math.max(wall, 0.001));
      this.#calls = Math.max(1, Math.min(fit, this.#calls * 2));
    } while (performance.now() < end);
    return this.#calls;
  }

  async slice(): Promise<Slice> {
    const before = process.cpuUsage();
    const start = performance.now();
    await this.#run();
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    const units = this.#calls * this.#task.units;
    return { cpu: ((user + system) * 1000) / units, wall: (ms * 1e6) / units };
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
