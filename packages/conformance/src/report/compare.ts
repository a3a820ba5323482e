/**
 * Several reports side by side: the cases on which they differ, in groups, and the reports that agree.
 *
 * @module
 */

import { failing, type Verdict, verdicts } from '../run/index.ts';
import { groupBy } from './group-by.ts';
import type { SavedReport } from './saved.ts';

/** A report, and what it is called beside others. */
export interface Named {
  readonly name: string;
  readonly report: SavedReport;
}

/** The verdict of one report; `absent`: the case was not run. */
export type Cell = Verdict | 'absent';

/** Cases with the same verdicts in all reports. */
export interface Group {
  /** In the order of the reports. */
  readonly cells: readonly Cell[];
  readonly ids: readonly string[];
}

/** The differences between reports. */
export interface Comparison {
  /** The number of cases, and of those with one verdict everywhere. */
  readonly cases: number;
  readonly alike: number;
  /** Cases on which the reports differ, the largest group first. */
  readonly groups: readonly Group[];
  /** Reports that agree on every case, as indexes; each report is in one of them. */
  readonly clusters: readonly (readonly number[])[];
  /** For each report, the number of cases on which it agrees with each report. */
  readonly agreement: readonly (readonly number[])[];
}

/** Compares reports, however many cases each has. */
export function compare(reports: readonly Named[]): Comparison {
  const columns = reports.map(
    ({ report }) => new Map(report.cases.map((one) => [one.id, one.verdict])),
  );
  const ids = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  const cellsOf = (id: string): readonly Cell[] => columns.map((it) => it.get(id) ?? 'absent');
  const groups = [...groupBy(ids, (id) => cellsOf(id).join()).values()].map((all) => ({
    cells: cellsOf(all[0]!),
    ids: all,
  }));
  const differing = groups.filter(({ cells }) => new Set(cells).size > 1);
  const indexes = [...reports.keys()];
  const clusters = groupBy(indexes, (i) => differing.map(({ cells }) => cells[i]!).join());
  return {
    cases: ids.length,
    alike: ids.length - differing.flatMap((group) => group.ids).length,
    groups: differing.sort((a, b) => b.ids.length - a.ids.length),
    clusters: [...clusters.values()],
    agreement: indexes.map((one) =>
      indexes.map((other) => ids.filter((id) => agree(cellsOf(id), one, other)).length),
    ),
  };
}

function agree(cells: readonly Cell[], one: number, other: number): boolean {
  return cells[one] === cells[other];
}

/** A group in words, such as `pass 1 3, fail 2`: reports are counted from 1. */
export function cellsText(cells: readonly Cell[]): string {
  const order: readonly Cell[] = [...verdicts, 'absent'];
  return order
    .filter((cell) => cells.includes(cell))
    .map((cell) => [cell, ...cells.flatMap((it, i) => (it === cell ? [i + 1] : []))].join(' '))
    .join(', ');
}

/** How much the reports agree on. */
export function alikeText({ cases, alike, groups }: Comparison): string {
  const [has, differ] = [alike === 1 ? 'has' : 'have', cases - alike];
  const end = `in ${groups.length} ${groups.length === 1 ? 'group' : 'groups'}`;
  return `${alike} of ${cases} cases ${has} one verdict in all reports, ${differ} ${differ === 1 ? 'differs' : 'differ'}, ${end}`;
}

/** From the first of two reports to the second. */
export interface Change {
  readonly broken: readonly string[];
  readonly mended: readonly string[];
}

/** @returns `undefined` unless two reports differ. */
export function changeIn({ groups }: Comparison): Change | undefined {
  if (groups[0]?.cells.length !== 2) return undefined;
  const fails = (cell: Cell | undefined): boolean => failing.some((it) => it === cell);
  const those = (before: boolean, after: boolean): readonly string[] =>
    groups
      .filter(({ cells }) => !cells.includes('absent'))
      .filter(({ cells: [one, other] }) => fails(one) === before && fails(other) === after)
      .flatMap(({ ids }) => ids)
      .sort();
  return { broken: those(false, true), mended: those(true, false) };
}
