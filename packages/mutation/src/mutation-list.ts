/**
 * The list of mutants: a count for each folder, the survivors without an explanation, and a few lines of code whose
 * survivors change nothing visible to a caller.
 *
 * @module
 */

/** Where the list is, relative to the workspace. */
export const mutationFile = 'packages/mutation/mutation.json';

/** The result for one folder. */
export interface FolderResult {
  readonly folder: string;
  /** How many mutants compile. */
  readonly mutants: number;
  /** How many of them were tried, chosen by the seed. Default: all. */
  readonly sample?: { readonly size: number; readonly seed: number } | undefined;
  /** A test failed, or the tests did not come to an end. */
  readonly killed: number;
  /** Survivors of lines that are explained. */
  readonly explained: number;
  /** All others. */
  readonly survivors: readonly Survivor[];
}

/** A mutant that no test noticed. */
export interface Survivor {
  /** Relative to `packages`. */
  readonly file: string;
  /** Counted from 1, when it was last measured. */
  readonly line: number;
  /** The line of code on which it begins. */
  readonly code: string;
  /** The code before, and the code of the mutant. */
  readonly mutant: string;
}

/** A line of code whose survivors are no question any more. */
export interface Explanation {
  /** Relative to `packages`. */
  readonly file: string;
  /** The line, without the spaces around it. */
  readonly code: string;
  /** Why the program does the same with them. */
  readonly why: string;
}

/** The content of the file. */
export interface MutationList {
  readonly folders: readonly FolderResult[];
  readonly explanations: readonly Explanation[];
}

/** The report of the mutation tester, as far as it is read here. */
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
  readonly statusReason?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** Line and column, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** How many mutants of a folder were tried. */
export function triedOf({ killed, explained, survivors }: FolderResult): number {
  return killed + explained + survivors.length;
}

/** Percent of the mutants that tests noticed, without those that are explained; 100 where there are none. */
export function scoreOf({ killed, survivors }: FolderResult): number {
  const all = killed + survivors.length;
  return all === 0 ? 100 : (100 * killed) / all;
}

/** The list with a folder's result replaced. */
export function withResult(list: MutationList, result: FolderResult): MutationList {
  const others = list.folders.filter(({ folder }) => folder !== result.folder);
  const folders = [...others, result].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  return { ...list, folders };
}
