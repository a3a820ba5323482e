/**
 * The record of what finds each seeded bug, and the cases without a bug.
 *
 * @module
 */

export const recordFile = 'packages/interop/seeded.json';

/** What finds a bug. `probe` in both: the endpoint cannot even be tested. */
export interface Detection {
  /** Ids of cases: those named beside the bug, and those that check the same as Autobahn|Testsuite. */
  readonly cases: readonly string[];
  /** The name of the first property that finds it, of servers. */
  readonly property?: string | undefined;
}

/** By the names of the bugs, for each kind of endpoint. */
export interface SeededRecord {
  readonly server: Readonly<Record<string, Detection>>;
  readonly client: Readonly<Record<string, Detection>>;
  readonly codec: Readonly<Record<string, Detection>>;
}
