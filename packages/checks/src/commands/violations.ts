/**
 * `pnpm violations [--write | --check]`: makes the page of violations, or finds it stale; without an
 * option, prints it.
 *
 * @module
 */
import { legacyViolations, violations } from 'sansocket/violations';
import { helpWhereAsked, report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { renderViolations, violationsPage } from '../violations/index.ts';

helpWhereAsked();

const table = { ...violations, ...legacyViolations };
const page = renderViolations(table);
const write = process.argv.includes('--write');
if (write || process.argv.includes('--check')) {
  const command = 'pnpm violations --write';
  report(
    writeOrCompare(workspaceRoot, violationsPage, page, write, command),
    `${violationsPage} has ${Object.keys(table).length} rules`,
  );
} else {
  console.log(page);
}
