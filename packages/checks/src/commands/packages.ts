/**
 * `pnpm check packages`: the packages' manifests, and what their users get.
 *
 * @module
 */
import { runCommand } from '@sansocket/command-line';
import { checkHygiene } from '../hygiene/index.ts';
import { listPackages, report, workspaceRoot } from '../shared/index.ts';

await runCommand(
  {
    name: 'pnpm check packages',
    does: 'Checks manifests, and the packed packages with publint and are-the-types-wrong.',
    options: {},
    example: 'pnpm check packages',
  },
  () => {
    const count = listPackages(workspaceRoot).length;
    report(checkHygiene(workspaceRoot), `${count} packages are in order`);
  },
);
