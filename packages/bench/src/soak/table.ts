/**
 * The results as a table: a row for each figure, a column for each server.
 *
 * @module
 */

import type { Spread } from './histogram.ts';
import { judge } from './judge.ts';
import type { SoakResult } from './result.ts';

type Cell = (result: SoakResult) => string;

const figures: readonly (readonly [name: string, cell: Cell])[] = [
  ['memory (RSS) at start', ({ start }) => mebibytes(start.rss)],
  ['at most', ({ maxRss }) => mebibytes(maxRss)],
  ['after the last client has left', ({ end }) => mebibytes(end?.rss)],
  ['heap at start', ({ start }) => mebibytes(start.heap)],
  ['heap after the last client has left', ({ end }) => mebibytes(end?.heap)],
  ['open files at start', ({ start }) => count(start.files.all)],
  ['open files at the end', ({ end }) => count(end?.files.all)],
  ['of those, sockets at start', ({ start }) => count(start.files.sockets)],
  ['of those, sockets at the end', ({ end }) => count(end?.files.sockets)],
  ['connections opened', ({ look }) => count(look?.opened)],
  ['`close` events of those', ({ look }) => count(look?.closed)],
  ['lives of clients', ({ tally }) => count(livesOf(tally.lives))],
  ['echoes right', ({ tally }) => count(tally.right)],
  ['echoes wrong', ({ tally }) => count(tally.wrong)],
  ['good clients dropped', ({ tally }) => count(tally.dropped)],
  ['echo, p50 / p99 / max', ({ tally }) => spread(tally.roundTrip)],
  ['event loop late by, p50 / p99 / max', ({ look }) => spread(look?.lag)],
  ['errors uncaught', ({ look }) => count(look?.uncaught)],
  ['crashed', ({ crash }) => (crash === undefined ? 'no' : '**yes**')],
  ['verdict', (result) => (judge(result).length === 0 ? 'stood' : '**failed**')],
];

/** @returns A table of Markdown with aligned columns. */
export function renderTable(results: readonly SoakResult[]): string {
  const head = ['', ...results.map(({ server, runtime }) => `${server}, ${runtime}`)];
  const rows = figures.map(([name, cell]) => [name, ...results.map(cell)]);
  const widths = head.map((_, i) => Math.max(4, ...[head, ...rows].map((row) => row[i]!.length)));
  const rule = widths.map((width, i) => '-'.repeat(width - 1) + (i === 0 ? '-' : ':'));
  return [head, rule, ...rows].map((row) => line(row, widths)).join('\n');
}

/** @returns The faults of each server, a line each; empty when there are none. */
export function renderFaults(results: readonly SoakResult[]): string[] {
  return results.flatMap((result) =>
    judge(result).map((fault) => `${result.server}, ${result.runtime}: ${fault}`),
  );
}

function line(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, i) => cell[i === 0 ? 'padEnd' : 'padStart'](widths[i]!));
  return `| ${cells.join(' | ')} |`;
}

function livesOf(lives: Readonly<Record<string, number>>): number {
  return Object.values(lives).reduce((sum, each) => sum + each, 0);
}

function count(value: number | undefined): string {
  return value === undefined ? '—' : value.toLocaleString('en').replaceAll(',', ' ');
}

function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? '—' : `${Math.round(bytes / 2 ** 20)} MiB`;
}

function spread(value: Spread | undefined): string {
  if (value === undefined) return '—';
  return `${[value.p50, value.p99, value.max].map(milliseconds).join(' / ')} ms`;
}

function milliseconds(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
}
