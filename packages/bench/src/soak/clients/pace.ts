/**
 * How long clients wait, and how much they do: in a soak in real time, in a test as fast as they can.
 *
 * @module
 */

/** Times in milliseconds. */
export interface Pace {
  /** The longest that a client holds a connection on which it does nothing. */
  readonly holdMs: number;
  /** Between two steps of a client that is slow. */
  readonly tickMs: number;
  /** The longest rest between two lives. */
  readonly restMs: number;
  /** Messages in the life of a good client. */
  readonly exchanges: number;
  /** Bytes that a flood sends, at most. */
  readonly floodBytes: number;
  /** The inflated size of a compression bomb. */
  readonly bombBytes: number;
}

/** The longest bomb is as long as a message may be. */
export const realPace: Pace = {
  holdMs: 30_000,
  tickMs: 1000,
  restMs: 500,
  exchanges: 50,
  floodBytes: 80 * 2 ** 20,
  bombBytes: 2 ** 24,
};

export const quickPace: Pace = {
  holdMs: 20,
  tickMs: 0,
  restMs: 0,
  exchanges: 3,
  floodBytes: 2 ** 20,
  bombBytes: 2 ** 20,
};
