/**
 * One of the candidates that run in turn.
 *
 * @module
 */

/** Of one unit, in nanoseconds. */
export interface Sample {
  /** The compared figure: CPU time; in a row on waiting, the median of the round trips. */
  readonly cpu: number;
  readonly wall: number;
  /** Milliseconds that 99 of 100 messages keep, where each waits for the one before. */
  readonly p99?: number | undefined;
  /** The longest round trip, in milliseconds. */
  readonly max?: number | undefined;
}

/** Warm, and ready for its slices. */
export interface Candidate {
  slice(): Promise<Sample>;
  close(): Promise<void>;
}

/** How much is measured. */
export interface Budget {
  /** Processes for each candidate. */
  readonly processes: number;
  /** Up to so many times as many, while a goal is open. */
  readonly patience: number;
  /** Rounds for each set of processes. */
  readonly rounds: number;
  /** CPU time before the first round. */
  readonly warmMs: number;
  readonly sliceMs: number;
}
