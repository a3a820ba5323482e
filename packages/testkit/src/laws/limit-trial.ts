/**
 * Trial of a limit: input that has exactly a given amount of the limited thing.
 *
 * @module
 */

import type { Ability, Subject, SubjectLimits } from './subject.ts';

/** One limit, and the peer's bytes that reach it. */
export interface LimitTrial {
  readonly label: string;
  /** The subject's option. Absent: the protocol itself sets the limit, and `least` and `most` equal it. */
  readonly limit?: keyof SubjectLimits;
  /** Other options besides the limit. Default: none. */
  readonly needs?: readonly Ability[];
  /** The lowest limit to try. */
  readonly least: (subject: Subject) => number;
  /** The highest limit to try. */
  readonly most: number;
  /** Special limits to try. Default: none. */
  readonly landmarks?: readonly number[];
  /** The rule of the violation, if the subject names it. */
  readonly closeCode: number;
  /** Whether the bytes are an opening handshake. Default: frames after one. */
  readonly isOpening?: boolean;
  /** Server: whether the application looks at the request and does not answer it. Default: false. */
  readonly isUnanswered?: boolean;
  /** The peer's bytes, with exactly that amount in them. */
  readonly bytes: (size: number, subject: Subject) => Uint8Array;
}
