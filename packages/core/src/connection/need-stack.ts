/**
 * A check for room on the stack, before code that must run to its end.
 *
 * @module
 */

/**
 * Throws the engine's error for a full stack now, when nothing has changed yet, and not in one of the calls that
 * follow and change state.
 *
 * @param calls - The depth of these calls, with a reserve. Default: enough for an end or an opening.
 */
export function needStack(calls: number = 64): number {
  // The addition comes after the call, so that an engine cannot make a tail call without the stack.
  return calls === 0 ? 0 : 1 + needStack(calls - 1);
}
