/**
 * Errors that a person at a terminal can put right.
 *
 * @module
 */

/** A mistake in the typed command: the message says what is wrong. The command ends with exit code 2. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
}

/** The work was not possible, for no fault in the program: the command ends with exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** The error, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
