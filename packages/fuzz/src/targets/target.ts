/**
 * A target: an entry of core that takes bytes or text from outside, and its promise.
 *
 * @module
 */

/** One entry of core. */
export interface Target {
  /** Also the name of the folder of its corpus. */
  readonly name: string;
  /** The promise for every input, in a sentence. */
  readonly promise: string;
  /** Longest input in bytes. */
  readonly maxBytes: number;
  /** The most counters that a byte of input may hit, on average, plus a constant: work is linear. */
  readonly stepsPerByte: number;
  /** Pieces of input that mean something. */
  readonly dictionary: readonly Uint8Array[];
  /**
   * Gives an input to core.
   *
   * @param input - Not changed.
   * @throws Whatever breaks the promise.
   */
  run(input: Uint8Array): void;
}
