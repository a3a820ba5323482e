/**
 * `pnpm support`: the table of runtimes and features.
 *
 * @module
 */
import { flag, runCommand } from '@sansocket/command-line';
import { readText, report, workspaceRoot, writeOrCompare, writeText } from '../shared/index.ts';
import {
  judgeRun,
  judgeSupport,
  readResults,
  recordFile,
  recordOf,
  renderPage,
  type SupportList,
  type SupportRecord,
  supportFile,
  supportPage,
} from '../support/index.ts';

await runCommand(
  {
    name: 'pnpm support',
    does: `The table of runtimes and features. Each run of the tests in a runtime leaves its results in
.cache/results/support; the record and the table must agree with the runs that are there.`,
    options: { write: flag('Record the runs, and make the table from the record') },
    example: 'pnpm support --write',
  },
  ({ write }) => {
    const list = JSON.parse(readText(workspaceRoot, supportFile)) as SupportList;
    const recorded = JSON.parse(readText(workspaceRoot, recordFile)) as SupportRecord;

    const runs = list.runtimes.flatMap((runtime) => {
      const results = readResults(workspaceRoot, list, runtime);
      return results === undefined ? [] : [[runtime.id, recordOf(list.features, results)] as const];
    });
    const all = { ...recorded, ...Object.fromEntries(runs) };
    const kept = list.runtimes.flatMap(({ id }) => (id in all ? [[id, all[id]!] as const] : []));
    const record: SupportRecord = write ? Object.fromEntries(kept) : recorded;
    if (write) writeText(workspaceRoot, recordFile, `${JSON.stringify(record, undefined, 2)}\n`);

    const differences = runs.flatMap(([id, run]) => {
      return record[id] === undefined ? [] : judgeRun(id, record[id], run);
    });
    const page = renderPage(readText(workspaceRoot, supportPage), list, record);
    const stale = writeOrCompare(workspaceRoot, supportPage, page, write, 'pnpm support --write');
    const cells = list.features.length * list.runtimes.length;
    const green = Object.values(record).reduce((sum, { passed }) => sum + passed.length, 0);
    report(
      [...judgeSupport(list, record), ...differences, ...stale],
      `${green} of ${cells} cells are green, the others say why; ${runs.length} runtimes were run`,
    );
  },
);
