/**
 * Runs one input on one target.
 *
 * @module
 */
import { type BuiltTargets, Coverage } from '../coverage/index.ts';
import { Executor, watched } from '../engine/index.ts';
import type { Target } from '../targets/index.ts';

/** A call that hangs is ended after this many milliseconds. */
const TIMEOUT = 10_000;

/**
 * Runs a target with an input: first as it was built, so that a stack names the lines
 * of core; then with counters, which bound the work.
 *
 * @param plain - The target over core as it was built.
 * @param built - All targets over the instrumented core.
 * @returns The error that broke the promise; `undefined` when it holds.
 */
export function reproduce(
  plain: Target,
  built: BuiltTargets,
  input: Uint8Array,
): Error | undefined {
  try {
    watched(() => plain.run(input), TIMEOUT);
  } catch (error) {
    return error as Error;
  }
  const counted = built.targets.find(({ name }) => name === plain.name);
  return new Executor(counted!, new Coverage(built.hits)).execute(input).error;
}
