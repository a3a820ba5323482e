/**
 * What a law is: one sentence, and cases in which it is tried, each a property with a label. A case is
 * what an implementation agrees or disagrees with, and what a list of known disagreements names.
 *
 * @module
 */

import fc from 'fast-check';
import type { AgreementOptions } from '../pair/index.ts';
import { LabelTally, type Note } from './label-tally.ts';
import type { Meter } from './meter.ts';
import { type Ability, type MakeSubject, missingOf, type Subject } from './subject.ts';

/** The laws by their names. */
export type LawName =
  | 'chunking'
  | 'scheduling'
  | 'earliest-failure'
  | 'total'
  | 'bounded'
  | 'round-trip'
  | 'oracle'
  | 'replay'
  | 'agreement'
  | 'limits'
  | 'atomic'
  | 'time'
  | 'backpressure'
  | 'compression'
  | 'sharing'
  | 'snapshot'
  | 'masking';

/** A law, and how to state it of an implementation. */
export interface Law {
  readonly name: LawName;
  /** The law in one sentence. */
  readonly sentence: string;
  /** What its values reach, of an implementation that can do everything; each `kind: label`. */
  readonly labels: readonly string[];
  /** The cases for an implementation. */
  readonly cases: (make: MakeSubject, options?: LawOptions) => readonly LawCase[];
}

/** What some laws need besides the implementation. */
export interface LawOptions {
  /** The other end, for the round trip. Default: the cases with it are left out. */
  readonly peer?: MakeSubject | undefined;
  /** Counts the bytes that something keeps or copies. Default: the cases with it are left out. */
  readonly meter?: Meter | undefined;
  /**
   * Both ends, for the laws of pairs of connections of core. Default: those laws are left out.
   */
  readonly pair?: Omit<AgreementOptions, 'factory'> | undefined;
}

/** One case of a law. */
export interface LawCase {
  readonly law: LawName;
  readonly label: string;
  /** What the subject, or the caller, would have to have; when there is any, the case is not tried. */
  readonly missing: readonly string[];
  /** How many values are enough for every day. */
  readonly runs: number;
  /** To be given to `fc.assert` or `fc.check`. */
  readonly property: fc.IProperty<unknown>;
  /** Counts what the values reach while the property is tried. Absent: nothing is known of them. */
  readonly tally?: LabelTally;
}

/** A case before it is known whether the subject can do it. */
export interface CaseDraft<Value> {
  readonly label: string;
  /** Default: nothing. */
  readonly needs?: readonly Ability[] | undefined;
  /** What the caller has not given. Default: nothing. */
  readonly missing?: readonly string[] | undefined;
  readonly runs: number;
  readonly values: fc.Arbitrary<Value>;
  /**
   * Notes what the value has reached.
   *
   * @throws Error when the law does not hold for the value.
   */
  readonly check: (value: Value, note: Note) => void;
}

/** Values that are tried to make a counterexample smaller: it shall be found while somebody waits. */
const MAX_SHRINKS = 1_000;

/** Makes a case out of a draft. */
export function lawCase<Value>(
  law: LawName,
  subject: Subject,
  { label, needs = [], missing = [], runs, values, check }: CaseDraft<Value>,
): LawCase {
  const tally = new LabelTally();
  return {
    law,
    label,
    missing: [...missing, ...missingOf(subject, needs)],
    runs,
    property: fc.property(fc.limitShrink(values, MAX_SHRINKS), (value) =>
      tally.count((note) => check(value, note)),
    ),
    tally,
  };
}
