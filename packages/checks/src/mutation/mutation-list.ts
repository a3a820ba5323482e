/**
 * What is known of the mutants: a count for each folder of core, and every survivor with a sentence.
 *
 * @module
 */

/** Where the list is, relative to the workspace. */
export const mutationFile = 'packages/checks/mutation.json';

/** How many mutants of a folder ended in which way. */
export interface FolderResult {
  /** Under `packages/core/src`. */
  readonly folder: string;
  /** A test failed. */
  readonly killed: number;
  /** The tests did not come to an end, which counts as noticed. */
  readonly timedOut: number;
  /** All tests passed, or none ran the mutated line. */
  readonly survived: number;
  /** Did not compile: no mutants at all. */
  readonly refused: number;
}

/** A mutant that no test noticed. */
export interface Survivor {
  /** Relative to `packages/core/src`. */
  readonly file: string;
  /** Counted from 1, when it was last measured. */
  readonly line: number;
  /** What stood there and what stood there instead. */
  readonly mutant: string;
  /** Whether the mutated program does the same as ours, as far as a caller can tell. */
  readonly equivalent: boolean;
  /** Why it does the same, or which test is to come. */
  readonly why: string;
}

/** The content of the file. */
export interface MutationList {
  readonly folders: readonly FolderResult[];
  readonly survivors: readonly Survivor[];
}

/** What the mutation tester writes, as far as it is read here. */
export interface MutantReport {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>
  >;
}

/** One changed program in that report. */
export interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** Line and column, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * @param equivalents - Survivors that no test can kill; they are left out.
 * @returns Percent of the mutants that tests noticed; 100 where there are none.
 */
export function scoreOf(result: FolderResult, equivalents = 0): number {
  const noticed = result.killed + result.timedOut;
  const all = noticed + result.survived - equivalents;
  return all === 0 ? 100 : (100 * noticed) / all;
}
