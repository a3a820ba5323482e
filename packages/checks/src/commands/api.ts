/**
 * `pnpm api`: makes the pages of the public names, or finds them stale.
 *
 * @module
 */
import { flag, runCommand } from '@sansocket/command-line';
import { apiPages, listEntryPoints, renderApi } from '../api/index.ts';
import { report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { readSources } from '../structure/index.ts';

await runCommand(
  {
    name: 'pnpm api',
    does: 'Finds whether the pages of the public names are what the sources give.',
    options: { write: flag('Make the pages') },
    example: 'pnpm api --write',
  },
  ({ write }) => {
    const sources = readSources(workspaceRoot);
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
  },
);
