/**
 * A run as a whole, as the reports get it.
 *
 * @module
 */

import type { Rule } from '../catalogue/index.ts';
import type { CaseResult, Probe, Verdict } from '../run/index.ts';

/** A run. */
export interface Report {
  /** The URL that was tested. */
  readonly url: string;
  /** The command line of the run, without cases. */
  readonly command: string;
  readonly probe: Probe;
  readonly results: readonly CaseResult[];
  readonly rules: Readonly<Record<string, Rule>>;
  /** Milliseconds for all cases. */
  readonly ms: number;
  /** Ids of cases that fail the run, the baseline considered. */
  readonly blamed: ReadonlySet<string>;
}

/** How many results there are of each verdict. */
export function countsOf(
  results: readonly { readonly verdict: Verdict }[],
): ReadonlyMap<Verdict, number> {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}

/** In words, such as `151 pass, 2 fail`. */
export function countsText(results: readonly { readonly verdict: Verdict }[]): string {
  return [...countsOf(results)].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}
