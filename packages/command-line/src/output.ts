/**
 * Output that may be read no further, as in `pnpm demo | head`.
 *
 * @module
 */

import process from 'node:process';

/** Ends the process without a word when the reader of its output has gone. */
export function endWithReader(): void {
  process.stdout.on('error', endFor);
}

/**
 * The same at once. A command that works for long without a turn of the event loop calls it when it has
 * printed, since the event would come only at the end.
 */
export function endIfUnread(): void {
  const { errored } = process.stdout;
  if (errored) endFor(errored);
}

/** Prints lines, and ends the process when its output is closed. */
export function print(lines: string): void {
  console.log(lines);
  endIfUnread();
}

/** With what is known so far: the reader has seen enough. */
function endFor(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
}
