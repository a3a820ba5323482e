/**
 * A row of the bench: what is measured, who is compared, and what is to be reached.
 *
 * @module
 */

import { libraries, type PeerName, serverLibraries } from '../peers/index.ts';
import type { Role, Work } from '../work/index.ts';

/**
 * What is compared. `time`: CPU time, as a ratio of speeds. `allocate`: bytes of the heap that a message leaves
 * behind. `hold`: bytes that an open connection keeps.
 */
export type Measure = 'time' | 'allocate' | 'hold';

/** What is to be reached: ratios of speed at least, or bytes at most. */
export interface Goal {
  /** The peer that the ratio is to; of a figure in bytes, `undefined`. */
  readonly against: PeerName | undefined;
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
  readonly subject: PeerName;
  /** Who is compared, apart from other libraries. */
  readonly against: readonly PeerName[];
  readonly goals: readonly Goal[];
}

/** Libraries that have that end. */
export function librariesFor(role: Role): readonly PeerName[] {
  return role === 'server' ? serverLibraries : libraries;
}
