/**
 * How a limit is tried: something that has exactly so much of what is limited.
 *
 * @module
 */

import type { Ability, Subject, SubjectLimits } from './subject.ts';

/** One limit, and what a peer sends to reach it. */
export interface LimitTrial {
  readonly label: string;
  /** What the subject is told. Absent: the limit is the protocol's own, and `least` and `most` are it. */
  readonly limit?: keyof SubjectLimits;
  /** Besides the limit. Default: nothing. */
  readonly needs?: readonly Ability[];
  /** The lowest limit to try. */
  readonly least: (subject: Subject) => number;
  /** The highest limit to try. */
  readonly most: number;
  /** Limits that are worth trying. Default: none. */
  readonly landmarks?: readonly number[];
  /** Of the violation, if the subject names it. */
  readonly closeCode: number;
  /** Whether the bytes are an opening handshake. Default: frames behind one. */
  readonly isOpening?: boolean;
  /** Server: whether the application looks at the request and does not answer it. Default: false. */
  readonly isUnanswered?: boolean;
  /** What the peer sends, with exactly so much in it. */
  readonly bytes: (size: number, subject: Subject) => Uint8Array;
}
