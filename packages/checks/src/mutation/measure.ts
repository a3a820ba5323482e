/**
 * Running the mutation tester. It takes minutes, so what it prints is shown as it comes.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeText } from '../shared/index.ts';
import type { MutantReport } from './mutation-list.ts';
import { type MutationRun, reportFileOf, strykerOptions } from './mutation-run.ts';

const program = 'node_modules/@stryker-mutator/core/bin/stryker.js';

/**
 * Mutates a folder and runs its tests.
 *
 * @throws Error when the tester ends without a report.
 */
export function measure(root: string, run: MutationRun): MutantReport {
  const reportFile = reportFileOf(run);
  const optionsFile = `.cache/mutation/${run.folder}.json`;
  writeText(root, optionsFile, JSON.stringify(strykerOptions(run), undefined, 2));
  rmSync(join(root, reportFile), { force: true });
  spawnSync(process.execPath, [program, 'run', optionsFile], { cwd: root, stdio: 'inherit' });
  if (!existsSync(join(root, reportFile))) {
    throw new Error(`The mutants of ${run.folder} were not measured: there is no report`);
  }
  return JSON.parse(readText(root, reportFile)) as MutantReport;
}
