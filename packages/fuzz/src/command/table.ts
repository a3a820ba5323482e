/**
 * How far all lanes have come, as a table and as one line.
 *
 * @module
 */
import type { Row } from './campaign.ts';

const columns = ['target', 'executions', 'per second', 'edges', 'new', 'corpus', 'findings'];

/** For a terminal: columns of equal width. */
export function renderTable(rows: readonly Row[]): string {
  const cells = [columns, ...rows.map(cellsOf)];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  return cells
    .map((row) => row.map((cell, i) => padded(cell, i, widths[i]!)).join('  '))
    .join('\n');
}

/** For a page. */
export function renderMarkdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map(cellsOf).map(([name = '', ...cells]) => line([`\`${name}\``, ...cells]));
  return [line(columns), line(['---', ...columns.slice(1).map(() => '--:')]), ...body].join('\n');
}

/** The totals of all lanes. */
export function renderProgress(rows: readonly Row[], secondsLeft: number): string {
  const executions = sum(rows, ({ tally }) => tally.executions);
  const newEdges = sum(rows, ({ tally }) => tally.coverage?.newEdges ?? 0);
  const corpus = sum(rows, ({ tally }) => tally.coverage?.corpus ?? 0);
  const findings = sum(rows, ({ tally }) => tally.findings);
  const seconds = sum(rows, ({ spent }) => spent) / 1000;
  return [
    `${executions} executions`,
    `${rate(executions, seconds)}/s`,
    `${newEdges} new edges`,
    `corpus ${corpus}`,
    `${findings} ${findings === 1 ? 'finding' : 'findings'}`,
    `${Math.max(Math.round(secondsLeft), 0)} s left`,
  ].join(', ');
}

function cellsOf({ name, spent, tally }: Row): string[] {
  const { executions, findings, coverage } = tally;
  const shown =
    coverage === undefined ? ['', '', ''] : [coverage.edges, coverage.newEdges, coverage.corpus];
  return [name, executions, rate(executions, spent / 1000), ...shown, findings].map(String);
}

function rate(executions: number, seconds: number): number {
  return seconds === 0 ? 0 : Math.round(executions / seconds);
}

function sum(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** Names to the left, numbers to the right. */
function padded(cell: string, column: number, width: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
