/**
 * One subject of fuzzing, by either engine: it works for a while in its turn, and counts.
 *
 * @module
 */

/** How far a lane has come. */
export interface Tally {
  /** Inputs given to core. */
  readonly executions: number;
  /** The failures, each kind once. */
  readonly findings: number;
  /** Only in the byte engine. */
  readonly coverage?: {
    /** Counters of core that were hit. */
    readonly edges: number;
    /** The number of these that no input of the corpus had hit. */
    readonly newEdges: number;
    /** Inputs that reached something new. */
    readonly corpus: number;
  };
}

/** A law with its generators, or a target with its corpus. */
export interface Lane {
  readonly name: string;
  readonly engine: 'laws' | 'bytes';
  readonly tally: Tally;
  /**
   * Works.
   *
   * @param ms - For about so many milliseconds; a law is tried once with all its cases.
   */
  work(ms: number): void;
}

/** A failure that a lane reports. */
export interface LaneFinding {
  readonly lane: string;
  /** The promise and what happened, in several lines. */
  readonly message: string;
  /** The arguments of `pnpm fuzz` that show it again. */
  readonly reproduction: string;
}
