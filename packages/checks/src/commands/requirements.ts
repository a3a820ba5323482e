/**
 * `pnpm requirements [--results FILE] [--write]`: which requirements have passing tests.
 *
 * Runs core's tests, or reads the results of a run with `jest --json`. `--write` makes the page;
 * otherwise the page must be up to date.
 *
 * @module
 */
import { join } from 'node:path';
import {
  type JestReport,
  judgeCoverage,
  type RequirementList,
  readTestResults,
  renderRequirements,
  requirementsFile,
  requirementsPage,
} from '../requirements/index.ts';
import {
  helpWhereAsked,
  optionOf,
  readText,
  report,
  runJest,
  workspaceRoot,
  writeOrCompare,
} from '../shared/index.ts';

helpWhereAsked();

const text = readText(workspaceRoot, requirementsFile);
const list = JSON.parse(text) as RequirementList;
const resultsFile = optionOf(process.argv, '--results') ?? '.cache/results/requirements.json';
if (!process.argv.includes('--results')) runJest(workspaceRoot, resultsFile, ['packages/core']);

const jestReport = JSON.parse(readText(workspaceRoot, resultsFile)) as JestReport;
const results = readTestResults(jestReport, join(workspaceRoot, 'packages/core/test'));
const unproved = judgeCoverage(list.requirements, results, text);
const stale = writeOrCompare(
  workspaceRoot,
  requirementsPage,
  renderRequirements(list),
  process.argv.includes('--write'),
  'pnpm requirements --write',
);
const { length } = list.requirements;
console.log(`${length - unproved.length} / ${length} requirements covered`);
report([...unproved, ...stale], `${length} requirements of ${list.document} have passing tests`);
