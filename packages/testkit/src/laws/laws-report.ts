/**
 * The results of a check, as data.
 *
 * @module
 */

import { type Disagreement, isListed } from './disagreement.ts';
import type { LabelTally } from './label-tally.ts';
import type { Law, LawCase, LawName } from './law.ts';

/** The result of one case. */
export interface LawRow {
  readonly law: LawName;
  /** The label of the case. */
  readonly case: string;
  /** `not-applicable`: the implementation, or the caller, lacks something that the case needs. */
  readonly verdict: 'agrees' | 'disagrees' | 'not-applicable';
  /** The missing needs. */
  readonly missing?: readonly string[];
  /** The number of values tried. */
  readonly runs: number;
  /** Reproduces the disagreement, together with `path`. */
  readonly seed?: number;
  readonly path?: string;
  /** The message of the disagreement. */
  readonly message?: string;
  /** The smallest value found, as fast-check writes it. */
  readonly counterexample?: string;
}

/** How often the values of a law reached a label. */
export interface LabelRow {
  readonly law: LawName;
  /** Written `kind: label`. */
  readonly label: string;
  /** The number of values that have the label; 0 for one of the law's labels that this implementation has not shown. */
  readonly values: number;
  /** The number of values that have a label of the same kind. */
  readonly of: number;
}

/** The results of all cases. */
export interface LawsReport {
  readonly rows: readonly LawRow[];
  /** The labels reached, which show how much a law that finds no fault means. */
  readonly labels: readonly LabelRow[];
  /** Whether all disagreements are known, and all that must show were found. */
  readonly isAsExpected: boolean;
  /** Unexpected results, in words. */
  readonly surprises: readonly string[];
}

/** Compares the rows with the known disagreements. */
export function reportOf(
  rows: readonly LawRow[],
  labels: readonly LabelRow[],
  known: readonly Disagreement[],
): LawsReport {
  const disagreements = rows.filter(({ verdict }) => verdict === 'disagrees');
  const news = disagreements
    .filter((row) => !isListed(known, row.law, row.case))
    .map(describeDisagreement);
  const stale = known
    .filter((one) => one.isRare !== true && !isListed(disagreements, one.law, one.case))
    .map((one) => `${one.law}, ${one.case}: a known disagreement is no more, take it off the list`);
  const surprises = [...news, ...stale];
  return { rows, labels, surprises, isAsExpected: surprises.length === 0 };
}

/** Counts for each label of a law, in the law's order. */
export function labelRowsOf({ name, labels }: Law, cases: readonly LawCase[]): LabelRow[] {
  const tallies = cases.flatMap(({ tally }) => tally ?? []);
  const sum = (of: (tally: LabelTally) => number): number =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const noted = tallies.flatMap((tally) => tally.labels);
  return [...new Set([...labels, ...noted])].map((label) => ({
    law: name,
    label,
    values: sum((tally) => tally.valuesWith(label)),
    of: sum((tally) => tally.valuesOfKind(label)),
  }));
}

/** A table of the labels reached: law, label, and its share among those of its kind. */
export function describeLabels({ labels }: Pick<LawsReport, 'labels'>): string {
  const cells = labels.map(({ law, label, values, of }) => {
    const percent = of === 0 ? 0 : (100 * values) / of;
    return [law, label, `${percent.toFixed(1)} %`] as const;
  });
  const width = (column: 0 | 1): number => Math.max(0, ...cells.map((row) => row[column].length));
  return cells
    .map(([law, label, share]) => {
      return `${law.padEnd(width(0))}  ${label.padEnd(width(1))}  ${share.padStart(7)}`;
    })
    .join('\n');
}

/** The law, the case, the message, and how to reproduce the disagreement. */
export function describeDisagreement(row: LawRow): string {
  return [
    `${row.law}, ${row.case}: ${row.message}`,
    `  smallest value: ${shortened(row.counterexample ?? '')}`,
    `  seed ${row.seed}, path "${row.path}", found with ${row.runs} values`,
  ].join('\n');
}

function shortened(text: string): string {
  return text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
}
