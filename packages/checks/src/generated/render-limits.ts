/**
 * The README's table of sizes: what each import weighs at most.
 *
 * @module
 */

/** Greatest size after minifying and gzip, in bytes, by the name of an entry. */
export type SizeLimits = Readonly<Record<string, number>>;

/** Where the limits are, relative to the workspace. */
export const limitsFile = 'packages/checks/size-limits.json';

/** A page with a row for each limit in its table of sizes. */
export function renderLimits(page: string, limits: SizeLimits): string {
  const rows = Object.entries(limits).map(([name, bytes]) => {
    return `| \`${name}\` | ${String(bytes).replaceAll(/\B(?=(\d{3})+$)/g, ' ')} |\n`;
  });
  const table = /^(\| import \| bytes at most \|\n\| --- \| --- \|\n)(?:\|.*\n)+/m;
  if (!table.test(page)) throw new Error('The page has no table of sizes');
  return page.replace(table, (_, head: string) => head + rows.join(''));
}
