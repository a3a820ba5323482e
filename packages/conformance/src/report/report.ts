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
export function countsOf(results: readonly CaseResult[]): ReadonlyMap<Verdict, number> {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}

/** In words, such as `151 pass, 2 fail`. */
export function countsText(results: readonly CaseResult[]): string {
  return [...countsOf(results)].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}

/** The variant that a case is blamed for, and how to say it. */
export interface Failure {
  readonly expected: string;
  readonly actual: string;
  readonly variant: string;
  readonly sent: string;
  readonly rule: Rule | undefined;
}

/** Of a result that is worse than `pass`: its first variant with that verdict. */
export function failureOf(
  { case: one, verdict, variants }: CaseResult,
  rules: Report['rules'],
): Failure {
  const variant = variants.find((it) => it.verdict === verdict);
  return {
    expected: variant?.expected ?? one.strict.join(' or '),
    actual: variant?.actual ?? 'nothing',
    variant: variant?.name ?? '',
    sent: shown(variant?.sent ?? new Uint8Array(0)),
    rule: rules[one.rules[0] ?? ''],
  };
}

/** The bytes after the head of the request, or frames alone, in hex; a request alone as text. */
function shown(sent: Uint8Array): string {
  const text = Buffer.from(sent).toString('latin1');
  const head = text.indexOf('\r\n\r\n') + 4;
  const isRequest = text.includes('\r\n') && (head < 4 || head >= text.length);
  const most = 200;
  const all = isRequest
    ? JSON.stringify(text).slice(1, -1)
    : Buffer.from(sent.subarray(head < 4 ? 0 : head)).toString('hex');
  return all.length > most ? `${all.slice(0, most)}… (${sent.length} B)` : all;
}
