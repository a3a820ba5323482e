/**
 * Promises as checks that throw.
 *
 * @module
 */
import { inspect, isDeepStrictEqual } from 'node:util';

/** A promise of core that did not hold. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** @throws BrokenPromise saying that `promise` does not hold. */
export function expectThat(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new BrokenPromise(promise);
}

/**
 * @param what - The compared values, such as `events of the whole and of the cut stream`.
 * @throws BrokenPromise when the two are not deeply equal.
 */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual === expected || isDeepStrictEqual(actual, expected)) return;
  throw new BrokenPromise(`Not the same: ${what}\n  ${shown(actual)}\n  ${shown(expected)}`);
}

/**
 * @returns The result of the call, or the message of a RangeError, which is the documented answer to unusable text.
 */
export function orRangeError<T>(call: () => T): { value: T } | { refused: string } {
  try {
    return { value: call() };
  } catch (error) {
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

function shown(value: unknown): string {
  return inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 400 });
}
