/**
 * The options and the report of a walk.
 *
 * @module
 */

import type { Role } from 'sansocket';
import type { PairOptions } from './connection-pair.ts';
import type { PairStep } from './step.ts';
import type { WalkAlphabet } from './walk-steps.ts';

/** The start, the limits and the choices of a walk. */
export interface WalkOptions {
  /** Whether the pair is open at the start. Default: false, from the first byte. */
  readonly open?: boolean | undefined;
  /**
   * Calls of each application, each once at most. Default: a text of one byte, `close` with 1000, `fail` with 1002; for
   * a server that has a request also `accept`.
   */
  readonly calls?: Partial<WalkAlphabet['calls']> | undefined;
  /** The faults of the wire, for either end. Default: a cut, a reset and silence. */
  readonly faults?: WalkAlphabet['faults'] | undefined;
  /** The most faults in one run. Default: 1. */
  readonly maxFaults?: number | undefined;
  /** Steps in a row up to which there are choices. Default: no limit. */
  readonly maxDepth?: number | undefined;
  /** For the pair. Keepalive is off unless it says otherwise, and then the walk has no end. */
  readonly pair?: Omit<PairOptions, 'prompt' | 'onEvent'> | undefined;
}

/** The findings. */
export interface WalkReport {
  /** Different places that were reached. */
  readonly places: number;
  /** Steps from all of them. */
  readonly steps: number;
  /** Different states of each end. */
  readonly states: Readonly<Record<Role, number>>;
  /** The longest of the shortest ways to a place. */
  readonly depth: number;
  /** Whether no choice was left out for its depth. */
  readonly isComplete: boolean;
  /** Places in which both ends have ended. */
  readonly ends: number;
  /** The shortest way to each failure. */
  readonly failures: readonly WalkFailure[];
}

/** A failure, and the steps that lead to it. */
export interface WalkFailure {
  readonly problem: string;
  /** For a `ConnectionPair` that is not prompt. */
  readonly steps: readonly PairStep[];
}

/** The report in a line, and a line for each failure. */
export function describeWalk(report: WalkReport): string {
  const { places, steps, states, depth, isComplete, ends, failures } = report;
  const extent = isComplete ? 'complete' : 'without choices from there on';
  return [
    `${places} places, ${steps} steps, ${states.client} + ${states.server} states, ` +
      `depth ${depth}, ${extent}, ${ends} ends, ${failures.length} failures`,
    ...failures.map(({ problem, steps: way }) => `${problem}, after ${JSON.stringify(way)}`),
  ].join('\n');
}
