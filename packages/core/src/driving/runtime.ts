/**
 * The clock, the queue of tasks and the timer that core does not have.
 *
 * @module
 */

/** What a runtime lends. */
export interface Runtime {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Runs a task once the code that runs has ended. */
  soon(task: () => void): void;
  /**
   * Runs a task after a delay. It does not keep the process alive by itself.
   *
   * @param ms - 0 to 2^31 - 1 milliseconds.
   * @returns What cancels it.
   */
  later(task: () => void, ms: number): () => void;
  /**
   * Runs a task once all sockets were looked at, from here on: what had come to one by now was received.
   * Default: `later` after 0 ms, which is right where such a timer lets input be read first.
   */
  afterReading?: ((task: () => void) => void) | undefined;
}

export function afterReading(runtime: Runtime, task: () => void): void {
  if (runtime.afterReading === undefined) runtime.later(task, 0);
  else runtime.afterReading(task);
}

/**
 * `Runtime.afterReading` where there is `setImmediate`: as many in a row end behind the next time that the system is
 * asked for input. In Node and Bun the first may come before that. In Deno 61 may, while it has something to do.
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
