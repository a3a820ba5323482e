/**
 * `pnpm requirements`: which requirements have passing tests.
 *
 * @module
 */
import { join } from 'node:path';
import { flag, runCommand, text } from '@sansocket/command-line';
import {
  judgeCoverage,
  type RequirementList,
  readJestReport,
  readTestResults,
  renderRequirements,
  requirementsFile,
  requirementsPage,
} from '../requirements/index.ts';
import { readText, report, runJest, workspaceRoot, writeOrCompare } from '../shared/index.ts';

await runCommand(
  {
    name: 'pnpm requirements',
    does: `Runs core's tests, and finds the requirements of the RFC without a passing one. The page must be up
to date too.`,
    options: {
      results: text('FILE', 'Read the report of a run with jest --json, and run no test'),
      write: flag('Make the page'),
    },
    example: 'pnpm requirements --write',
  },
  ({ results: given, write }) => {
    const file = given ?? '.cache/results/requirements.json';
    if (given === undefined) runJest(workspaceRoot, file, ['packages/core']);
    const jestReport = readJestReport(workspaceRoot, file);
    const list = readText(workspaceRoot, requirementsFile);
    const { requirements, document } = JSON.parse(list) as RequirementList;
    const results = readTestResults(jestReport, join(workspaceRoot, 'packages/core/test'));
    const unproved = judgeCoverage(requirements, results, list);
    const page = renderRequirements({ requirements, document });
    const command = 'pnpm requirements --write';
    const stale = writeOrCompare(workspaceRoot, requirementsPage, page, write, command);
    const { length } = requirements;
    console.log(`${length - unproved.length} / ${length} requirements covered`);
    report([...unproved, ...stale], `${length} requirements of ${document} have passing tests`);
  },
);
