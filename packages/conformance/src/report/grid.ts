/**
 * Several reports side by side: for people, and in files.
 *
 * @module
 */

import { alikeText, type Comparison, cellsText, changeIn, compare, type Named } from './compare.ts';
import { plain, table } from './markdown.ts';
import { page } from './page/index.ts';
import { countsText } from './report.ts';

/** Names of the formats for several reports. */
export const gridFormats = ['html', 'json', 'markdown'] as const;

/** One of them. */
export type GridFormat = (typeof gridFormats)[number];

/** Makes a report of several. */
export function renderGrid(format: GridFormat, reports: readonly Named[]): string {
  switch (format) {
    case 'html':
      return page(reports);
    case 'json': {
      const grid = {
        format: 'sansocket-conformance-grid',
        version: 1,
        comparison: compare(reports),
        reports: reports.map(({ report }) => report),
      };
      return `${JSON.stringify(grid, null, 1)}\n`;
    }
    case 'markdown':
      return markdown(reports);
  }
}

function markdown(reports: readonly Named[]): string {
  const { groups, agreement } = compare(reports);
  const numbers = reports.map((_, i) => String(i + 1));
  const names = reports.map(({ name, report }, i) => {
    return [String(i + 1), plain(name), countsText(report.cases)];
  });
  const rows = groups.map(({ cells, ids }) => [...cells, String(ids.length), ids.join(' ')]);
  return [
    '# WebSocket conformance, side by side',
    '',
    ...table(['', 'report', 'verdicts'], names),
    ...sentences(reports).flatMap((sentence) => [`${sentence}.`, '']),
    ...(rows.length === 0 ? [] : table([...numbers, 'cases', 'ids'], rows)),
    ...(reports.length < 3
      ? []
      : [
          'Cases on which two agree:',
          '',
          ...table(
            ['', ...numbers],
            agreement.map((counts, i) => [String(i + 1), ...counts.map(String)]),
          ),
        ]),
  ].join('\n');
}

/** For people: the reports, what they agree on, and the groups of cases on which they differ. */
export function gridText(reports: readonly Named[]): string {
  const { groups, agreement } = compare(reports);
  const lines = reports.map(({ name, report }, i) => {
    return `  ${i + 1}  ${name}: ${countsText(report.cases)}`;
  });
  if (reports.length === 1) return lines.join('');
  return [
    ...lines,
    '',
    ...groups.map(({ cells, ids }) => `${cellsText(cells)}\n    ${ids.length}: ${ids.join(' ')}`),
    ...(groups.length === 0 ? [] : ['']),
    ...sentences(reports),
    ...agreementLines(agreement),
  ].join('\n');
}

/** How many cases each two of three or more reports agree on. */
function agreementLines(agreement: Comparison['agreement']): readonly string[] {
  if (agreement.length < 3) return [];
  const row = (cells: readonly (string | number)[]): string =>
    cells.map((cell) => String(cell).padStart(5)).join('');
  return [
    'Cases on which two agree:',
    row(['', ...agreement.map((_, i) => i + 1)]),
    ...agreement.map((counts, i) => row([i + 1, ...counts])),
  ];
}

function sentences(reports: readonly Named[]): readonly string[] {
  const comparison = compare(reports);
  const change = changeIn(comparison);
  const all = (ids: readonly string[]): string => ids.join(' ') || 'none';
  return [
    alikeText(comparison),
    ...comparison.clusters
      .filter(({ length }) => length > 1)
      .map((indexes) => `Alike in all cases: ${indexes.map((i) => i + 1).join(', ')}`),
    ...(change === undefined
      ? []
      : [`From 1 to 2: fail now ${all(change.broken)}; no longer fail ${all(change.mended)}`]),
  ];
}
