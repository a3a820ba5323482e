/**
 * A process that is busy with something else.
 *
 * @module
 */

declare const performance: { now(): number };

/** Blocks the process for so many milliseconds. */
export function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
