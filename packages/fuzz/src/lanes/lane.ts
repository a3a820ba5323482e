/**
 * One thing to be fuzzed, by either engine: it works for a while when it is its turn, and counts.
 *
 * @module
 */

/** How far a lane has come. */
export interface Tally {
  /** Inputs given to core. */
  readonly executions: number;
  /** What went wrong, each kind once. */
  readonly findings: number;
  /** Of the byte engine alone. */
  readonly coverage?: {
    /** Counters of core that were hit. */
    readonly edges: number;
    /** Of those, the ones that no input of the corpus had hit. */
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

/** What a lane reports when something goes wrong. */
export interface LaneFinding {
  readonly lane: string;
  /** What was promised and what happened, over several lines. */
  readonly message: string;
  /** The arguments of `pnpm fuzz` that show it again. */
  readonly reproduction: string;
}
