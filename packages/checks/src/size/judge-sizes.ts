/**
 * Sizes against their limits, and the table of them.
 *
 * @module
 */
import type { Finding } from '../shared/index.ts';
import type { Size } from './measure.ts';

/** Greatest size after minifying and gzip, in bytes, by the name of an entry. */
export type SizeLimits = Readonly<Record<string, number>>;

/** Where the limits are, relative to the workspace. */
export const limitsFile = 'packages/checks/size-limits.json';

/** Entries over their limit, and limits of entries that do not exist. */
export function judgeSizes(sizes: readonly Size[], limits: SizeLimits): Finding[] {
  return Object.entries(limits).flatMap(([name, limit]) => {
    const size = sizes.find((each) => each.name === name);
    if (size && size.gzipBytes <= limit) return [];
    const message = size
      ? `${name} has ${size.gzipBytes} bytes after gzip, more than ${limit}`
      : `${name} is no entry point`;
    return [{ file: limitsFile, line: 0, message }];
  });
}

/** A table for a terminal. */
export function sizeTable(sizes: readonly Size[], limits: SizeLimits): string {
  const rows = [
    ['entry point', 'min', 'min+gzip', 'limit'],
    ...sizes.map(({ name, minBytes, gzipBytes }) => {
      return [name, String(minBytes), String(gzipBytes), String(limits[name] ?? '')];
    }),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]!.length));
  return rows
    .map(([name = '', ...numbers]) => {
      const padded = numbers.map((number, i) => number.padStart(width(i + 1) + 2));
      return (name.padEnd(width(0)) + padded.join('')).trimEnd();
    })
    .join('\n');
}

/** A page with a row for each limit in its table of sizes. */
export function renderLimits(page: string, limits: SizeLimits): string {
  const rows = Object.entries(limits).map(([name, bytes]) => {
    return `| \`${name}\` | ${String(bytes).replaceAll(/\B(?=(\d{3})+$)/g, ' ')} |\n`;
  });
  const table = /^(\| import \| bytes at most \|\n\| --- \| --- \|\n)(?:\|.*\n)+/m;
  if (!table.test(page)) throw new Error('The page has no table of sizes');
  return page.replace(table, (_, head: string) => head + rows.join(''));
}
