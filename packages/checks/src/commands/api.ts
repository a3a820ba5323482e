/**
 * `pnpm api [--write]`: makes the pages of the public names, or finds them stale.
 *
 * @module
 */
import { apiPages, listEntryPoints, renderApi } from '../api/index.ts';
import { helpWhereAsked, report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { readSources } from '../structure/index.ts';

helpWhereAsked();

const sources = readSources(workspaceRoot);
const write = process.argv.includes('--write');
const pages = apiPages.map(({ file, title, packages }) => {
  const entries = packages.flatMap((folder) => listEntryPoints(workspaceRoot, folder));
  const page = renderApi(sources, entries, title);
  const findings = writeOrCompare(workspaceRoot, file, page, write, 'pnpm api --write');
  const names = page.split('\n### ').length - 1;
  return { findings, summary: `${file} has ${names} names of ${entries.length} entry points` };
});
report(
  pages.flatMap(({ findings }) => findings),
  pages.map(({ summary }) => summary).join('; '),
);
