/**
 * Room on the stack for what is not to be broken off.
 *
 * @module
 */

/**
 * Throws the engine's error for a full stack here, where nothing has changed yet, and not in one of the calls that
 * follow and change things.
 *
 * @param calls - How deep they go, with something to spare. Default: what an end or an opening takes.
 */
export function needStack(calls: number = 64): number {
  // Not the last thing that it does: else an engine might do it without the stack.
  return calls === 0 ? 0 : 1 + needStack(calls - 1);
}
