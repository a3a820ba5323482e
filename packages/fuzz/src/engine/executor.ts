/**
 * Runs one input on a target: whether its promise held, the code reached, the amount of work.
 *
 * @module
 */
import { isNativeError } from 'node:util/types';
import type { Coverage } from '../coverage/index.ts';
import type { Target } from '../targets/index.ts';

/** The result of an execution. */
export interface Outcome {
  /** How many classes of hits were new. */
  readonly news: number;
  /** The error that broke the promise. */
  readonly error: Error | undefined;
}

/** Work that every execution may do, in hits of counters: settings, heads, fixed tables. */
const STEP_CONSTANT = 60_000;

/** The work was more than the length of the input allows. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/** Executes one target. */
export class Executor {
  readonly target: Target;
  readonly coverage: Coverage;
  /** The input of the current or last execution: the one that hangs, if any. */
  current: Uint8Array = new Uint8Array(0);
  #executions = 0;

  constructor(target: Target, coverage: Coverage) {
    this.target = target;
    this.coverage = coverage;
  }

  /** Since it was made. */
  get executions(): number {
    return this.#executions;
  }

  execute(input: Uint8Array): Outcome {
    this.#executions++;
    this.current = input;
    this.coverage.begin();
    let error: Error | undefined;
    try {
      this.target.run(input);
    } catch (thrown) {
      error = isNativeError(thrown) ? thrown : new Error(String(thrown));
    }
    const { news, steps } = this.coverage.end();
    const most = STEP_CONSTANT + this.target.stepsPerByte * input.length;
    if (steps > most) {
      error ??= new TooMuchWork(`${steps} steps for ${input.length} bytes, more than ${most}`);
    }
    return { news, error };
  }
}
