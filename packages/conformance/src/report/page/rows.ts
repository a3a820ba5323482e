/**
 * The rows of the matrix: a case, and what each report says of it.
 *
 * @module
 */

import { type Verdict, worst } from '../../run/index.ts';
import type { Cell, Named } from '../compare.ts';
import type { SavedCase } from '../saved.ts';

/** A case in all reports. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** Such as `RFC 6455 §5.2`. */
  readonly sections: readonly string[];
  readonly cells: readonly Cell[];
  readonly worst: Verdict;
  /** In the order of the reports. */
  readonly cases: readonly (SavedCase | undefined)[];
}

/** A row for each case of any report, in the order of their ids. */
export function rowsOf(reports: readonly Named[]): readonly Row[] {
  const columns = reports.map(({ report }) => new Map(report.cases.map((one) => [one.id, one])));
  const ids = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  return ids.map((id) => {
    const cases = columns.map((column) => column.get(id));
    const all = cases.flatMap((one) => one ?? []);
    return {
      id,
      title: all[0]!.title,
      sections: [...new Set(all[0]!.rules.map(({ ref }) => ref))],
      cells: cases.map((one) => one?.verdict ?? 'absent'),
      worst: worst(all.map(({ verdict }) => verdict)),
      cases,
    };
  });
}
