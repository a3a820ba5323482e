/**
 * A row of the bench: the measurement, the candidates, and the targets.
 *
 * @module
 */

import { libraries, type PeerName, serverLibraries } from '../peers/index.ts';
import type { ServerName } from '../servers/index.ts';
import type { Role, Work } from '../work/index.ts';

/** A candidate: a library, or a server. */
export type CandidateName = PeerName | ServerName;

/**
 * The compared figure. `time`: CPU time, as a ratio of speeds. `allocate`: bytes of the heap that a message leaves
 * behind. `hold`: bytes of the heap that an open connection keeps. `wait`: how long a message of one client takes,
 * by the clock, as a ratio.
 */
export type Measure = 'time' | 'allocate' | 'hold' | 'wait';

/** The targets: ratios of speed at least, or bytes at most. */
export interface Goal {
  /** The peer that the ratio is to; of a figure in bytes, `undefined`. */
  readonly against: CandidateName | undefined;
  readonly must: number;
  readonly aim: number;
}

/** One line of the table. */
export interface Row {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** The result that both sides deliver. */
  readonly delivers: string;
  readonly measure: Measure;
  readonly work: Work;
  /** The candidate of the figure. */
  readonly subject: CandidateName;
  /** The candidates that it is compared with. */
  readonly against: readonly CandidateName[];
  readonly goals: readonly Goal[];
}

/** Libraries that have that end. */
export function librariesFor(role: Role): readonly PeerName[] {
  return role === 'server' ? serverLibraries : libraries;
}
