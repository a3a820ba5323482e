/**
 * Time limits, which follow from the testee's own speed.
 *
 * @module
 */

/** Time limits in milliseconds. */
export interface Times {
  /** For an answer that is due. */
  readonly reaction: number;
  /** Until the next part of bytes that are cut. */
  readonly beat: number;
}

/** How many times the time there is for what is tried again, or tried only once. */
export const PATIENCE = 4;

/** The time limits of a second try. */
export function patient({ reaction, beat }: Times): Times {
  return { reaction: reaction * PATIENCE, beat };
}

/** The speed of a testee. */
export interface Speed {
  readonly times: Times;
  /** Milliseconds of a round trip: the median and the longest. */
  readonly roundTrip: { readonly median: number; readonly max: number };
}

/**
 * The speed that round trips show.
 *
 * @param trips - In milliseconds, in any order.
 * @param scale - Factor for all time limits.
 */
export function speedOf(trips: readonly number[], scale: number): Speed {
  const sorted = [...trips].sort((a, b) => a - b);
  // One hiccup does not count.
  const usual = sorted.at(-2) ?? 0;
  return {
    times: {
      reaction: Math.min(3000, Math.max(300, usual * 20)) * scale,
      beat: Math.min(50, Math.max(2, usual / 4)) * scale,
    },
    roundTrip: { median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 },
  };
}
