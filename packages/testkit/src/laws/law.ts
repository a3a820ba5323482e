/**
 * The type of a law: one sentence, and cases, each a property with a label. An implementation agrees or disagrees with
 * each case; a list of known disagreements names cases.
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

/** A law, and the function that makes its cases for an implementation. */
export interface Law {
  readonly name: LawName;
  /** The law in one sentence. */
  readonly sentence: string;
  /** The labels that its values reach, for an implementation that can do everything; each `kind: label`. */
  readonly labels: readonly string[];
  /** The cases for an implementation. */
  readonly cases: (make: MakeSubject, options?: LawOptions) => readonly LawCase[];
}

/** Things that some laws need besides the implementation. */
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
  /** Missing abilities of the subject or missing options of the caller; if there are any, the case is not tried. */
  readonly missing: readonly string[];
  /** The number of values that is enough for everyday runs. */
  readonly runs: number;
  /** A property for `fc.assert` or `fc.check`. */
  readonly property: fc.IProperty<unknown>;
  /** Counts the labels that values reach while the property is tried. Absent: the case notes no labels. */
  readonly tally?: LabelTally;
}

/** A case before its needs are checked against the subject. */
export interface CaseDraft<Value> {
  readonly label: string;
  /** Default: nothing. */
  readonly needs?: readonly Ability[] | undefined;
  /** Options that the caller has not given. Default: none. */
  readonly missing?: readonly string[] | undefined;
  readonly runs: number;
  readonly values: fc.Arbitrary<Value>;
  /**
   * Notes the labels that the value has reached.
   *
   * @throws Error when the law does not hold for the value.
   */
  readonly check: (value: Value, note: Note) => void;
}

/** The most values tried to shrink a counterexample: a person waits for it. */
const MAX_SHRINKS = 1_000;

/** Makes a case from a draft. */
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
