/**
 * The table of support: which features are proved in which runtimes, by the tests that ran there.
 *
 * @module
 */

/** Written by hand: features, runtimes, and why a cell is not green. Relative to the workspace. */
export const supportFile = 'packages/checks/support.json';

/** Written by `pnpm generate`, from the reports of runs. Relative to the workspace. */
export const recordFile = 'packages/checks/support-record.json';

/** Something that a user may want to do, and the tests that prove it. */
export interface Feature {
  readonly id: string;
  /** A heading of rows, such as `Protocol`. */
  readonly group: string;
  readonly title: string;
  /** The document that describes it, such as `RFC 6455 §4`; empty if none does. */
  readonly section: string;
  /**
   * `file › describe › test`, the file relative to `packages/`; a `*` at the end stands for every test
   * whose name begins so. In a runtime, those count that ran there.
   */
  readonly tests: readonly string[];
}

/** A column of the table. */
export interface Runtime {
  /** Also the name of its file of results. */
  readonly id: string;
  readonly name: string;
  /** The command whose run proves it. */
  readonly command: string;
  /**
   * Names of tests, as above, that Node runs and that drive this runtime. They prove nothing of Node. Without
   * them the runtime runs tests itself, and has a file of results.
   */
  readonly drivenBy?: readonly string[];
  /** Where a runtime that is driven has its version: a `package.json`, relative to the workspace. */
  readonly manifest?: string;
}

/** Why some cells are not green. */
export interface Reason {
  /** Ids, of each of which every feature below is meant. */
  readonly runtimes: readonly string[];
  readonly features: readonly string[];
  /** A sentence under the table. */
  readonly why: string;
}

/** The content of `supportFile`. */
export interface SupportList {
  readonly features: readonly Feature[];
  readonly runtimes: readonly Runtime[];
  readonly reasons: readonly Reason[];
}

/** The features that the last run in a runtime has proved. */
export interface RuntimeRecord {
  /** Such as `2.9.6`. */
  readonly version: string;
  /** Ids of the features of which tests ran, and all passed. */
  readonly passed: readonly string[];
  /** Ids of the features of which a test failed. */
  readonly failed: readonly string[];
}

/** The content of `recordFile`, by the id of a runtime. */
export type SupportRecord = Readonly<Record<string, RuntimeRecord>>;

/** The sentence for a cell, if there is one. */
export function reasonOf(list: SupportList, runtime: string, feature: string): Reason | undefined {
  return list.reasons.find(({ runtimes, features }) => {
    return runtimes.includes(runtime) && features.includes(feature);
  });
}
