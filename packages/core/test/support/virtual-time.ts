/**
 * A clock that stands until everything due has happened.
 *
 * @module
 */

interface Task {
  readonly at: number;
  readonly run: () => void;
}

export class VirtualTime {
  /** In milliseconds. */
  now = 0;
  readonly #tasks: Task[] = [];

  /** Plans a task; of those planned for one time the first comes first. */
  at(time: number, run: () => void): void {
    const task = { at: Math.max(time, this.now), run };
    const next = this.#tasks.findIndex(({ at }) => at > task.at);
    this.#tasks.splice(next === -1 ? this.#tasks.length : next, 0, task);
  }

  /** @returns Whether all tasks were done in at most `steps`. */
  runOut(steps: number): boolean {
    for (let i = 0; i < steps; i++) {
      const task = this.#tasks.shift();
      if (task === undefined) return true;
      this.now = task.at;
      task.run();
    }
    return false;
  }
}
