/**
 * Running the mutation tester on one folder. It takes minutes, so its output is shown at once.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles, listPackages, readText, writeText } from '@sansocket/workspace';
import { type MutatedFolder, sourcesOf, testsOf } from './folders.ts';
import type { MutantReport } from './mutation-list.ts';
import { checkerName, hashOf, type RunSettings, runnerName } from './runner/index.ts';

/** What to mutate. */
export interface MutationRun {
  readonly folder: MutatedFolder;
  /** Glob of files, relative to the workspace. Default: all files of the folder. */
  readonly mutate?: string | undefined;
  readonly sample?: RunSettings['sample'];
}

const program = 'node_modules/@stryker-mutator/core/bin/stryker.js';

/** Our mutators, checker and test runner, beside this folder as it is built. */
const pluginModule = fileURLToPath(new URL('./runner/plugin.js', import.meta.url));

/**
 * Mutates a folder and runs its tests.
 *
 * @param fresh - Whether to forget what an earlier run found.
 * @throws Error when the tester ends without a report.
 */
export function measure(root: string, run: MutationRun, fresh: boolean): MutantReport {
  const { name } = run.folder;
  const reportFile = reportFileOf(run);
  const optionsFile = `.cache/mutation/${name}.json`;
  const options = strykerOptions(root, run);
  writeText(root, optionsFile, JSON.stringify(options, undefined, 2));
  rmSync(join(root, reportFile), { force: true });
  if (fresh) rmSync(options.sansocket.journal, { force: true });
  // Mutated sources run slowly, and a property has its chance with each mutant.
  const env = { FUZZ_RUNS: '0.2', ...process.env };
  const args = [program, 'run', optionsFile];
  spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  if (!existsSync(join(root, reportFile))) {
    throw new Error(`The mutants of ${name} were not measured: there is no report`);
  }
  return JSON.parse(readText(root, reportFile)) as MutantReport;
}

/** Where the report of a run is, relative to the workspace. */
function reportFileOf({ folder }: MutationRun): string {
  return `.cache/mutation/${folder.name}-report.json`;
}

/** The options of StrykerJS for a run. */
function strykerOptions(
  root: string,
  run: MutationRun,
): Readonly<Record<string, unknown>> & { readonly sansocket: RunSettings } {
  const { folder, mutate } = run;
  const sources = sourcesOf(root, folder);
  const reporter = process.stdout.isTTY ? 'progress' : 'progress-append-only';
  return {
    mutate: mutate === undefined ? sources : [mutate, '!packages/*/src/**/index.ts'],
    plugins: [pluginModule],
    checkers: [checkerName],
    testRunner: runnerName,
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    // Read by our plugins alone.
    sansocket: settingsOf(root, run, sources),
    warnings: { unknownOptions: false, slow: false },
    coverageAnalysis: 'perTest',
    // The mutated copy has all files that tests read.
    ignorePatterns: [
      '**',
      '!package.json',
      '!tsconfig.base.json',
      '!packages/tsconfig*.json',
      '!packages/*/*.json',
      '!packages/*/{src,test}/**',
      '!packages/engines/certificate/**',
    ],
    tempDirName: '.cache/stryker',
    concurrency: 1,
    // The tests of some folders take minutes once each statement is counted, on a busy machine longer.
    dryRunTimeoutMinutes: 30,
    // A mutant that loops is noticed by how often it runs. Only one that makes others loop costs this
    // much: long, as a machine with other work would notice mutants that are only slow.
    timeoutMS: 20_000,
    timeoutFactor: 3,
    reporters: ['json', reporter],
    jsonReporter: { fileName: reportFileOf(run) },
    allowConsoleColors: false,
  };
}

function settingsOf(
  root: string,
  { folder, sample }: MutationRun,
  sources: readonly string[],
): RunSettings {
  const tests = testsOf(root, folder);
  // The tests may use any package but those that judge them.
  const packages = listPackages(root).filter((name) => name !== 'checks' && name !== 'mutation');
  const used = packages.flatMap((name) => listFiles(root, `packages/${name}/src`, '.ts'));
  return {
    package: sources[0]!.split('/')[1]!,
    tests,
    sample,
    journal: join(root, `.cache/mutation/${folder.name}-journal.jsonl`),
    sourcesHash: hashOfFiles(root, used),
    testsHash: hashOfFiles(root, tests),
  };
}

function hashOfFiles(root: string, files: readonly string[]): string {
  return hashOf(files.map((file) => `${file}\n${readText(root, file)}`).join('\n'));
}
