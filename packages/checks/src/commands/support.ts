/**
 * `pnpm check support`: whether each cell of the table of support is green or says why not. `pnpm generate`
 * makes the table.
 *
 * @module
 */
import { runCommand } from '@sansocket/command-line';
import { readText, workspaceRoot } from '@sansocket/workspace';
import { report } from '../shared/index.ts';
import { currentRecord, judgeSupport, type SupportList, supportFile } from '../support/index.ts';

await runCommand(
  {
    name: 'pnpm check support',
    does: `The table of runtimes and features: each cell is green, or has a reason. It reads the reports that
pnpm test leaves in .cache/results.`,
    options: {},
    example: 'pnpm check support',
  },
  () => {
    const list = JSON.parse(readText(workspaceRoot, supportFile)) as SupportList;
    const record = currentRecord(workspaceRoot, list, false);
    const cells = list.features.length * list.runtimes.length;
    const green = Object.values(record).reduce((sum, { passed }) => sum + passed.length, 0);
    report(judgeSupport(list, record), `${green} of ${cells} cells are green, the others say why`);
  },
);
