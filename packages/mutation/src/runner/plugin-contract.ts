/**
 * The interface of a checker and a test runner of the mutation tester, as far as this package uses it.
 *
 * @module
 */

/** Under which names the tester's options ask for them. */
export const checkerName = 'variants';
export const runnerName = 'bundle';

/** The settings of a run for our plugins. Paths are relative to the workspace. */
export interface RunSettings {
  /** The package whose sources are mutated: a folder under `packages/`. */
  readonly package: string;
  /** Test files that have to notice. */
  readonly tests: readonly string[];
  /** How many mutants are tried of those that compile, chosen by a seed. Default: all. */
  readonly sample?: { readonly size: number; readonly seed: number } | undefined;
  /** Absolute path of the results that are known already; one that is tried is added at once. */
  readonly journal: string;
  /** Hashes of the sources and of the tests: a result of other ones is not used. */
  readonly sourcesHash: string;
  readonly testsHash: string;
}

/** The checker's reason for a mutant that is not in the sample. */
export const leftOut = 'Not in the sample';

/** One mutant to compile. Lines and columns are counted from 0. */
export interface CheckedMutant {
  readonly id: string;
  /** Absolute. */
  readonly fileName: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
  readonly replacement: string;
}

/** Whether it does. */
export type CheckResult =
  | { readonly status: 'passed' }
  | { readonly status: 'compileError'; readonly reason: string };

/** One mutant to try. */
export interface MutantRunOptions {
  readonly activeMutant: CheckedMutant;
  /** Ids of the tests that reach it. Default: all. */
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  /** Whether the mutant is there while core is loaded, or only while tests run. */
  readonly mutantActivation: 'static' | 'runtime';
  readonly reloadEnvironment: boolean;
}

/** The result for a mutant. */
export type MutantRunResult =
  | { readonly status: 'survived'; readonly nrOfTests: number }
  | {
      readonly status: 'killed';
      readonly killedBy: readonly string[];
      readonly failureMessage: string;
      readonly nrOfTests: number;
    }
  | { readonly status: 'timeout'; readonly reason: string };

/** All tests without a mutant. */
export interface DryRunResult {
  readonly status: 'complete';
  readonly tests: readonly {
    readonly id: string;
    readonly name: string;
    readonly timeSpentMs: number;
    /** It passed. */
    readonly status: 0;
  }[];
  readonly mutantCoverage: unknown;
}
