/**
 * What the mutation tester asks of a checker and a test runner, and what it takes as an answer, as far
 * as ours need it.
 *
 * @module
 */

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
  readonly activeMutant: { readonly id: string };
  /** Ids of the tests that reach it. Default: all. */
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  /** Whether the mutant is there while core is loaded, or only while tests run. */
  readonly mutantActivation: 'static' | 'runtime';
  readonly reloadEnvironment: boolean;
}

/** What came of it. */
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
    /** 0 when it passed, 1 when it failed. */
    readonly status: 0 | 1;
    readonly failureMessage: string | undefined;
  }[];
  readonly mutantCoverage: unknown;
}
