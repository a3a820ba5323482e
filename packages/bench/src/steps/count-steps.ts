/**
 * Work as steps that are counted and not timed: how often each block of core is run, as V8 counts it.
 *
 * The same input gives the same number on any machine. The engine's work inside of one call, such as a copy, is one
 * step.
 *
 * @module
 */

import { Session } from 'node:inspector';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/** Counts in the modules that are loaded after it was made: V8 puts its counters in as it compiles. */
export class StepCounter {
  readonly #session = new Session();
  readonly #within: string;

  /** @param within - Part of the address of the modules that count. */
  constructor(within: string) {
    this.#within = within;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** @returns The number of blocks that `work` runs. */
  count(work: () => void): number {
    this.#takeCount();
    work();
    return this.#takeCount();
  }

  /** @returns The number of blocks that ran since the last call. */
  #takeCount(): number {
    let steps = 0;
    this.#session.post('Profiler.takePreciseCoverage', (error, coverage: Coverage) => {
      if (error) throw error;
      steps = sumOf(coverage, this.#within);
    });
    return steps;
  }
}

function sumOf({ result }: Coverage, within: string): number {
  let steps = 0;
  for (const { url, functions } of result) {
    if (!url.includes(within)) continue;
    for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  }
  return steps;
}
