/**
 * `pnpm check packages`: the packages' manifests, and the packages as their users install them.
 *
 * @module
 */
import { runCommand } from '@sansocket/command-line';
import { listPackages, workspaceRoot } from '@sansocket/workspace';
import { checkHygiene, checkInstalls, listManifests } from '../hygiene/index.ts';
import { report } from '../shared/index.ts';

await runCommand(
  {
    name: 'pnpm check packages',
    does: `Checks manifests, the packed packages with publint and are-the-types-wrong, and programs that install
them: in Node, by import and by require, in Deno and Bun if they are installed, with TypeScript and a bundler.`,
    options: {},
    example: 'pnpm check packages',
  },
  () => {
    const folders = listPackages(workspaceRoot).map((name) => `packages/${name}`);
    const published = folders.filter((_, i) => listManifests(workspaceRoot)[i]?.private !== true);
    const findings = checkHygiene(workspaceRoot);
    if (findings.length === 0) findings.push(...checkInstalls(workspaceRoot, published));
    report(
      findings,
      `${folders.length} packages are in order, ${published.length} of them published`,
    );
  },
);
