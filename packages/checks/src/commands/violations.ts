/**
 * `pnpm violations`: prints the page of violations, makes it, or finds it stale.
 *
 * @module
 */
import { flag, runCommand } from '@sansocket/command-line';
import { legacyViolations, violations } from 'sansocket/violations';
import { listFiles, readText, report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { renderViolations, type Sources, violationsPage } from '../violations/index.ts';

const command = 'pnpm violations --write';

await runCommand(
  {
    name: 'pnpm violations',
    does: 'Prints the page of the rules that a peer can break.',
    options: {
      write: flag('Make the page, print nothing of it'),
      check: flag('Fail if the page is not up to date'),
    },
    apart: [['write', 'check']],
    example: command,
  },
  ({ write, check }) => {
    const table = { ...violations, ...legacyViolations };
    const page = renderViolations(table, sources());
    if (!write && !check) console.log(page);
    else {
      report(
        writeOrCompare(workspaceRoot, violationsPage, page, write, command),
        `${violationsPage} has ${Object.keys(table).length} rules`,
      );
    }
  },
);

/** All of core but the tables of rules. */
function sources(): Sources {
  const paths = listFiles(workspaceRoot, 'packages/core/src', '.ts').filter(
    (path) => !path.includes('/src/violations/'),
  );
  return Object.fromEntries(paths.map((path) => [path, readText(workspaceRoot, path)]));
}
