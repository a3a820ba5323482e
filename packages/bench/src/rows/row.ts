/**
 * A row of the bench: what is measured, who is compared, and what is to be reached.
 *
 * @module
 */

import { libraries, type PeerName, serverLibraries } from '../peers/index.ts';
import type { ServerName } from '../servers/index.ts';
import type { Role, Work } from '../work/index.ts';

/** Who is compared: a library at work, or a server. */
export type CandidateName = PeerName | ServerName;

/**
 * What is compared. `time`: CPU time, as a ratio of speeds. `allocate`: bytes of the heap that a message leaves
 * behind. `hold`: bytes of the heap that an open connection keeps. `wait`: how long a message of one client takes,
 * by the clock, as a ratio.
 */
export type Measure = 'time' | 'allocate' | 'hold' | 'wait';

/** What is to be reached: ratios of speed at least, or bytes at most. */
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
  /** What both sides deliver. */
  readonly delivers: string;
  readonly measure: Measure;
  readonly work: Work;
  /** Whose figure it is. */
  readonly subject: CandidateName;
  /** Who it is compared with. */
  readonly against: readonly CandidateName[];
  readonly goals: readonly Goal[];
}

/** Libraries that have that end. */
export function librariesFor(role: Role): readonly PeerName[] {
  return role === 'server' ? serverLibraries : libraries;
}
