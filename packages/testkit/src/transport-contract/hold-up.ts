/**
 * A process that is busy with something else.
 *
 * @module
 */

declare const performance: { now(): number };

/** Keeps the process from everything else for so many milliseconds. */
export function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
