/**
 * One run of the mutation tester: what is mutated, and which tests have to notice.
 *
 * A folder is measured by its own example-based tests. Laws and oracles run for seconds, and would
 * hide that no example shows what a line is for.
 *
 * @module
 */
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

/** Tests that are too slow to be run for each mutant. */
const slowTests = '-(laws|oracle)\\.test\\.ts$';

/** The folders of core, in the order of the import table. */
export function foldersToMutate(root: string): string[] {
  const files = listFiles(root, 'packages/core/src', '.ts').map((file) => file.split('/').slice(3));
  const folders = files.filter((path) => path.length > 1).map(([folder]) => folder!);
  return [...new Set(folders)].filter((folder) => !tables.includes(folder));
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
    plugins: ['@stryker-mutator/jest-runner', '@stryker-mutator/typescript-checker'],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: {
      configFile: 'jest.config.js',
      config: {
        testMatch: [`<rootDir>/packages/core/test/${folder}/**/*.test.ts`],
        testPathIgnorePatterns: [slowTests],
      },
    },
    coverageAnalysis: 'perTest',
    checkers: ['typescript'],
    tsconfigFile: 'packages/core/tsconfig.json',
    // The sandbox holds core alone: there the tests find its mutated sources by the module map.
    ignorePatterns: [
      '**',
      '!package.json',
      '!jest.config.js',
      '!tsconfig.base.json',
      '!packages/tsconfig*.json',
      '!packages/core/*.json',
      '!packages/core/{src,test}/**',
    ],
    tempDirName: '.cache/stryker',
    concurrency: 1,
    // A mutant that loops for ever costs this much and half as long again as the tests.
    timeoutMS: 2000,
    incremental: true,
    incrementalFile: `.cache/mutation/${folder}-incremental.json`,
    reporters: ['json', 'progress'],
    jsonReporter: { fileName: reportFileOf(run) },
    allowConsoleColors: false,
  };
}
