/**
 * Output for people during a run, and at its end.
 *
 * @module
 */

import process from 'node:process';
import { areaOf } from '../catalogue/index.ts';
import { type CaseResult, failing } from '../run/index.ts';
import { failureOf } from './failure.ts';
import { groupBy } from './group-by.ts';
import { countsText, type Report } from './report.ts';
import { savedCase } from './saved.ts';

/** A line of standard output that is written over again and again on a terminal; in a file there is none. */
export class Progress {
  readonly #total: number;
  readonly #of: string;
  readonly #results: CaseResult[] = [];

  /** @param of - The things that are counted. Default: cases. */
  constructor(total: number, of: string = 'cases') {
    this.#total = total;
    this.#of = of;
  }

  /** One more case is done. */
  add(result: CaseResult): void {
    this.#results.push(result);
    const bar = `${this.#results.length}/${this.#total} ${this.#of}: ${countsText(this.#results)}`;
    this.#write(bar.slice(0, 78));
  }

  /** Removes the line. */
  end(): void {
    this.#write('');
  }

  #write(line: string): void {
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${line}`);
  }
}

/** Six lines for each case that fails. */
export function failureText(result: CaseResult, report: Report): string {
  const { case: one, verdict } = result;
  const { variant, expected, actual, sent, rule } = failureOf(savedCase(result, report));
  const isStale = !failing.includes(verdict);
  const said = isStale ? `${verdict}, which the baseline or --strict does not take` : verdict;
  return [
    `✘ ${one.id} ${one.title} (${variant})  ${said}, ${one.level}, ${rule?.ref ?? ''}`,
    `    rule      ${rule?.text ?? ''}`,
    `    sent      ${sent}`,
    `    expected  ${expected}`,
    `    actual    ${actual}`,
    `    repeat    ${report.command} ${one.id}  ·  sansocket explain ${one.id}`,
  ].join('\n');
}

/** The end of a run, in words. */
export function summaryText({ results, blamed, ms }: Report): string {
  const rows = [...groupBy(results, ({ case: one }) => areaOf(one.id))].map(
    ([area, all]) => `  ${area}  ${String(all.length).padStart(3)} cases: ${countsText(all)}`,
  );
  const seconds = (ms / 1000).toFixed(1);
  const verdict =
    blamed.size === 0
      ? 'Nothing fails'
      : `${blamed.size} ${blamed.size === 1 ? 'case fails' : 'cases fail'}`;
  return [
    ...rows,
    '',
    `${results.length} cases in ${seconds} s: ${countsText(results)}`,
    verdict,
  ].join('\n');
}
