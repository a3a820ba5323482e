/**
 * One run of the mutation tester: what is mutated, and which tests have to notice.
 *
 * A folder is measured by its own example-based tests. Laws and oracles run for seconds, and would
 * hide that no example shows what a line is for.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mistake, suggest } from '@sansocket/command-line';
import { checkerName, runnerName } from '../mutation-runner/index.ts';
import { listFiles } from '../shared/index.ts';

/** What to mutate. */
export interface MutationRun {
  /** A folder of `packages/core/src`. */
  readonly folder: string;
  /** Glob of files, relative to the workspace. Default: all files of the folder. */
  readonly mutate?: string | undefined;
}

/** Folders whose content is no behaviour. */
const tables = ['violations'];

/** Our checker and our test runner, beside this folder as it is built. */
const pluginModule = fileURLToPath(new URL('../mutation-runner/index.js', import.meta.url));

/** The folders of core, in the order of the import table. */
export function foldersToMutate(root: string): string[] {
  const files = listFiles(root, 'packages/core/src', '.ts').map((file) => file.split('/').slice(3));
  const folders = files.filter((path) => path.length > 1).map(([folder]) => folder!);
  return [...new Set(folders)].filter((folder) => !tables.includes(folder));
}

/**
 * The run for what `--mutate` names.
 *
 * @throws Mistake when it is in no folder that is measured.
 */
export function runOfGlob(root: string, mutate: string): MutationRun {
  const folders = foldersToMutate(root).map((name) => `packages/core/src/${name}`);
  const inside = folders.find((name) => mutate.startsWith(`${name}/`));
  if (inside === undefined) {
    const given = mutate.split('/').slice(0, 4).join('/');
    throw new Mistake(
      `Option --mutate names no folder with '${mutate}': ${suggest(given, folders)}`,
    );
  }
  const isGlob = /[*?[{]/.test(mutate);
  if (!isGlob && !existsSync(join(root, mutate))) {
    throw new Mistake(`Option --mutate names a file that is not there: '${mutate}'`);
  }
  return { folder: inside.split('/').at(-1)!, mutate };
}

/** Where the report of a run is, relative to the workspace. */
export function reportFileOf({ folder }: MutationRun): string {
  return `.cache/mutation/${folder}-report.json`;
}

/** The options of StrykerJS for a run. */
export function strykerOptions(run: MutationRun): Readonly<Record<string, unknown>> {
  const { folder, mutate = `packages/core/src/${folder}/**/*.ts` } = run;
  return {
    mutate: [mutate, '!packages/core/src/**/index.ts'],
    plugins: [pluginModule],
    checkers: [checkerName],
    testRunner: runnerName,
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    // Read by our test runner alone.
    mutatedFolder: folder,
    warnings: { unknownOptions: false, slow: false },
    coverageAnalysis: 'perTest',
    // The copy that is mutated holds core alone.
    ignorePatterns: [
      '**',
      '!package.json',
      '!tsconfig.base.json',
      '!packages/tsconfig*.json',
      '!packages/core/*.json',
      '!packages/core/{src,test}/**',
    ],
    tempDirName: '.cache/stryker',
    concurrency: 1,
    // A mutant that loops is noticed by how often it runs. Only one that makes others loop costs this
    // much: long, as a machine with other work would notice mutants that are only slow.
    timeoutMS: 5_000,
    timeoutFactor: 2,
    reporters: ['json', 'progress'],
    jsonReporter: { fileName: reportFileOf(run) },
    allowConsoleColors: false,
  };
}
