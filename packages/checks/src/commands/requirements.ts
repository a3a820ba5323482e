/**
 * `pnpm check requirements`: which requirements have passing tests.
 *
 * @module
 */
import { join } from 'node:path';
import { runCommand, text } from '@sansocket/command-line';
import { readText, workspaceRoot } from '@sansocket/workspace';
import {
  judgeCoverage,
  type RequirementList,
  readJestReport,
  readTestResults,
  requirementsFile,
} from '../requirements/index.ts';
import { report, runJest } from '../shared/index.ts';

await runCommand(
  {
    name: 'pnpm check requirements',
    does: "Runs core's tests, and finds the requirements of the RFC without a passing one.",
    options: {
      results: text('FILE', 'Read the report of a run with jest --json, and run no test'),
    },
    example: 'pnpm check requirements',
  },
  ({ results: given }) => {
    const file = given ?? '.cache/results/requirements.json';
    if (given === undefined) runJest(workspaceRoot, file, ['packages/core']);
    const jestReport = readJestReport(workspaceRoot, file);
    const list = readText(workspaceRoot, requirementsFile);
    const { requirements, document } = JSON.parse(list) as RequirementList;
    const results = readTestResults(jestReport, join(workspaceRoot, 'packages/core/test'));
    const unproved = judgeCoverage(requirements, results, list);
    const { length } = requirements;
    console.log(`${length - unproved.length} / ${length} requirements covered`);
    report(unproved, `${length} requirements of ${document} have passing tests`);
  },
);
