/**
 * `pnpm api [--write]`: makes the page of the public names, or finds it stale.
 *
 * @module
 */
import { apiPage, listEntryPoints, renderApi } from '../api/index.ts';
import { report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { readSources } from '../structure/index.ts';

const entries = ['core', 'node'].flatMap((folder) => listEntryPoints(workspaceRoot, folder));
const page = renderApi(readSources(workspaceRoot), entries);
const write = process.argv.includes('--write');
report(
  writeOrCompare(workspaceRoot, apiPage, page, write, 'pnpm api --write'),
  `${apiPage} has ${page.split('\n### ').length - 1} names of ${entries.length} entry points`,
);
