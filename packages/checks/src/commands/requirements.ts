/**
 * `pnpm check requirements`: which requirements have passing tests.
 *
 * @module
 */
import { join } from 'node:path';
import { runCommand, textOr } from '@sansocket/command-line';
import { readText, workspaceRoot } from '@sansocket/workspace';
import {
  judgeCoverage,
  type RequirementList,
  readJestReport,
  readTestResults,
  requirementsFile,
} from '../requirements/index.ts';
import { hostReport } from '../runtimes/index.ts';
import { report } from '../shared/index.ts';

await runCommand(
  {
    name: 'pnpm check requirements',
    does: 'Finds the requirements of the RFC without a passing test, in the report of the last pnpm test.',
    options: {
      results: textOr(hostReport, 'FILE', 'Another report, of a run with jest --json'),
    },
    example: 'pnpm check requirements',
  },
  ({ results: file }) => {
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
