/**
 * The table in the terminal.
 *
 * @module
 */

import type { RuntimeName } from '../program/index.ts';
import type { Figures, Result } from '../runner/index.ts';
import { goalFor, judge } from './judge.ts';

/** The widths of the columns after the names. */
const WIDTHS = [13, 8, 16, 10, 9, 8, 8, 0];

/** The head of the table. */
export function tableHead(): string {
  const names = ['CPU or bytes', 'times', 'quartiles', 'by clock', 'must', 'aim', ''];
  return line('row', 'peer', names);
}

/** The lines of one row: ours, then one for each peer. */
export function tableRows({ row, figures, missing }: Result, runtime: RuntimeName): string[] {
  const absent = Object.entries(missing).map(([name, why]) => line('', name, [`  ${why}`]));
  const present = figures.map((one, i) => {
    const goal = goalFor(row, one.name, runtime);
    return line(i === 0 ? row.name : '', one.name, [
      amountOf(one.value, row.measure),
      ...(i === 0 ? ['', '', ''] : ratioCells(one)),
      ...(goal === undefined
        ? ['', '', '']
        : [String(goal.must), String(goal.aim), judge(goal, one)]),
      noteOf(one),
    ]);
  });
  return [...present, ...absent];
}

function ratioCells({ ratio, wallRatio }: Figures): string[] {
  const quartiles = `${figure(ratio.first)} to ${figure(ratio.third)}`;
  return [figure(ratio.median), quartiles, wallRatio === undefined ? '' : figure(wallRatio)];
}

/** Columns that only some rows have. */
function noteOf({ p99, max, rss }: Figures): string {
  if (max !== undefined) return `  max ${max.toFixed(1)} ms`;
  if (p99 !== undefined) return `  p99 ${p99.toFixed(2)} ms`;
  return rss === undefined ? '' : `  process ${Math.round(rss)} B`;
}

function line(name: string, peer: string, cells: readonly string[]): string {
  const padded = cells.map((cell, i) => cell.padStart(WIDTHS[i]!));
  return `${name.padEnd(31)}${peer.padEnd(17)}${padded.join('')}`.trimEnd();
}

/** Nanoseconds or bytes with the unit that fits. */
export function amountOf(value: number, measure: Result['row']['measure']): string {
  if (measure === 'allocate' || measure === 'hold') return `${Math.round(value)} B`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} ms`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)} µs`;
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} ns`;
}

/** A ratio, with at most two decimals. */
export function figure(ratio: number): string {
  return ratio.toFixed(ratio < 10 ? 2 : ratio < 100 ? 1 : 0);
}
