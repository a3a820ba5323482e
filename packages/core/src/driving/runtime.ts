/**
 * The interface to a runtime's clock, task queue and timer, which core does not have.
 *
 * @module
 */

/** The clock, tasks and timers that a runtime provides. */
export interface Runtime {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Runs a task once the current code has ended. */
  soon(task: () => void): void;
  /**
   * Runs a task after a delay. It does not keep the process alive by itself.
   *
   * @param ms - 0 to 2^31 - 1 milliseconds.
   * @returns A function that cancels it.
   */
  later(task: () => void, ms: number): () => void;
  /**
   * Runs a task once all sockets were read after this call, so that input that has reached them by now is received.
   * Default: `later` after 0 ms, which is right if the runtime reads input before such a timer.
   */
  afterReading?: ((task: () => void) => void) | undefined;
}

/** Runs a task once the runtime has looked at all sockets. */
export function afterReading(runtime: Runtime, task: () => void): void {
  if (runtime.afterReading === undefined) runtime.later(task, 0);
  else runtime.afterReading(task);
}

/**
 * `Runtime.afterReading` for runtimes with `setImmediate`: runs the task after so many calls in a row that the system
 * was asked for input. In Node and Bun one call may run before that, in a busy Deno 61 calls.
 *
 * @param next - `setImmediate`.
 */
export function afterImmediates(
  next: (task: () => void) => void,
  isDeno: boolean,
): (task: () => void) => void {
  return (task) => {
    let left = isDeno ? 62 : 2;
    const wait = (): void => next(--left > 0 ? wait : task);
    wait();
  };
}
