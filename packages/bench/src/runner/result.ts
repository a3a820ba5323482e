/**
 * The result of a row.
 *
 * @module
 */

import type { CandidateName, Row } from '../rows/index.ts';
import type { Hotspot } from './profile.ts';
import type { Spread } from './statistics.ts';

/** The figures of one candidate. */
export interface Figures {
  readonly name: CandidateName;
  /** Nanoseconds of CPU, or bytes of the heap, for each unit; nanoseconds of a round trip. */
  readonly value: number;
  /** How many times as fast the subject is, by CPU time; for a row on bytes, how many times as many they are. */
  readonly ratio: Spread;
  /** Nanoseconds on the clock for each unit, of a row on time. */
  readonly wall?: number;
  /** How many times as fast the subject is by the clock. */
  readonly wallRatio?: number;
  /** Milliseconds that 99 of 100 messages keep, where each waits for the one before. */
  readonly p99?: number;
  /** Milliseconds of the longest round trip. */
  readonly max?: number;
  /** Bytes of the process for each connection. */
  readonly rss?: number;
}

/** A row with its figures, those of the subject first. */
export interface Result {
  readonly row: Row;
  readonly figures: readonly Figures[];
  /** The candidates that could not take part, and why. */
  readonly missing: Readonly<Record<string, string>>;
  /** Where Sansocket's CPU time goes, in Node: for a row that misses a goal, when the figures are kept. */
  readonly hotspots?: readonly Hotspot[];
}
