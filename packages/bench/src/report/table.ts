/**
 * The table in the terminal.
 *
 * @module
 */

import type { Figures, Result } from '../runner/index.ts';
import { figureFor, judge } from './judge.ts';

/** Column widths. */
const NAME = 30;
const NUMBER = 11;

/** The head of the table. */
export function tableHead(): string {
  const columns = ['ours', 'theirs', 'ratio', 'quartiles', 'wall', 'must', 'aim'];
  return `${'row'.padEnd(NAME)}${columns.map((name) => name.padStart(NUMBER)).join('')}  reached`;
}

/** The lines of one row: one for each peer that it is compared with. */
export function tableRows(result: Result): string[] {
  const { row, figures } = result;
  const [ours, ...others] = figures as [Figures, ...Figures[]];
  const compared = others.length === 0 ? [ours] : others;
  return compared.map((theirs, i) => {
    const name = i === 0 ? row.name : '';
    const cells = [
      i === 0 ? amountOf(ours.value, row.measure) : '',
      theirs === ours ? '' : amountOf(theirs.value, row.measure),
      ratioOf(theirs.ratio.median),
      `${theirs.ratio.first.toFixed(2)}-${theirs.ratio.third.toFixed(2)}`,
      theirs.wallRatio === undefined ? '' : ratioOf(theirs.wallRatio),
      ...goalCells(result, theirs, i),
    ];
    const numbers = cells.slice(0, 7).map((cell) => cell.padStart(NUMBER));
    return `${name.padEnd(NAME)}${numbers.join('')}  ${cells[7] ?? ''} ${theirs === ours ? '' : `(${theirs.peer})`}`.trimEnd();
  });
}

/** What the goals of a row say on one line of it. */
function goalCells(result: Result, theirs: Figures, line: number): string[] {
  const goal = result.row.goals.find(({ against }) =>
    against === undefined ? line === 0 : against === theirs.peer,
  );
  if (goal === undefined) return ['', '', ''];
  figureFor(goal, result);
  return [String(goal.must), String(goal.aim), judge(goal, result)];
}

/** Nanoseconds or bytes with the unit that fits. */
export function amountOf(value: number, measure: Result['row']['measure']): string {
  if (measure !== 'time') return `${Math.round(value)} B`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} ms`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)} us`;
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} ns`;
}

/** Such as `12.3x`. */
export function ratioOf(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)}x`;
}
