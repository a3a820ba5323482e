/**
 * How it went, as data.
 *
 * @module
 */

import { type Disagreement, isListed } from './disagreement.ts';
import type { LawName } from './law.ts';

/** How one case went. */
export interface LawRow {
  readonly law: LawName;
  /** The label of the case. */
  readonly case: string;
  /** `not-applicable`: the implementation, or the caller, has not what the case needs. */
  readonly verdict: 'agrees' | 'disagrees' | 'not-applicable';
  /** What was needed. */
  readonly missing?: readonly string[];
  /** Values that were tried. */
  readonly runs: number;
  /** With `path`, what it takes to see the disagreement again. */
  readonly seed?: number;
  readonly path?: string;
  /** What the law has against it. */
  readonly message?: string;
  /** The smallest value found, as fast-check writes it. */
  readonly counterexample?: string;
}

/** How all cases went. */
export interface LawsReport {
  readonly rows: readonly LawRow[];
  /** Whether all disagreements are known, and those that are known are still there. */
  readonly isAsExpected: boolean;
  /** What was not expected, in words. */
  readonly surprises: readonly string[];
}

/** Sets the rows beside the disagreements that are known. */
export function reportOf(rows: readonly LawRow[], known: readonly Disagreement[]): LawsReport {
  const disagreements = rows.filter(({ verdict }) => verdict === 'disagrees');
  const news = disagreements
    .filter((row) => !isListed(known, row.law, row.case))
    .map(describeDisagreement);
  const stale = known
    .filter((one) => one.isRare !== true && !isListed(disagreements, one.law, one.case))
    .map((one) => `${one.law}, ${one.case}: a known disagreement is no more, take it off the list`);
  const surprises = [...news, ...stale];
  return { rows, surprises, isAsExpected: surprises.length === 0 };
}

/** The law, the case, what is against it, and what it takes to see it again. */
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
