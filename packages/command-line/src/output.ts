/**
 * Output that may be read no further, as in `pnpm demo | head`.
 *
 * @module
 */

import process from 'node:process';

/** Ends the process without a word when the reader of its output has gone. */
export function endWithReader(): void {
  process.stdout.on('error', endIfUnread);
}

/**
 * The same at once. A command that works for long without a turn of the event loop calls it when it has
 * printed, since the event would come only at the end.
 */
export function endIfUnread(): void {
  const { errored } = process.stdout;
  if (errored === null || errored === undefined) return;
  if ((errored as NodeJS.ErrnoException).code !== 'EPIPE') throw errored;
  process.exit(process.exitCode ?? 0);
}

/** Prints lines, and ends the process when nobody reads them. */
export function print(lines: string): void {
  console.log(lines);
  endIfUnread();
}
