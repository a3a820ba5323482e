/**
 * The figures that the documents show, as they are kept: `packages/bench/figures.json`.
 *
 * A run replaces the rows that it has measured and leaves the others.
 *
 * @module
 */

import type { RuntimeName } from '../program/index.ts';
import { allRows } from '../rows/index.ts';
import type { Result } from '../runner/index.ts';
import type { UpdateCost } from '../updates/index.ts';

/** A row's figures; the row itself is found by its name. */
export type RowFigures = Omit<Result, 'row'> & { readonly row: string };

/** All rows of one runtime. */
export interface RuntimeFigures {
  /** Such as `Node 20.20.2`. */
  readonly version: string;
  readonly rows: readonly RowFigures[];
}

/** Everything that was measured. */
export interface AllFigures {
  /** The day of the last run, as YYYY-MM-DD. */
  readonly date: string;
  /** Processor, number of cores, system. */
  readonly machine: string;
  /** The versions of the other libraries. */
  readonly versions: Readonly<Record<string, string>>;
  readonly runtimes: Readonly<Partial<Record<RuntimeName, RuntimeFigures>>>;
  readonly updates: readonly UpdateCost[];
}

/** @returns The earlier figures, with the new ones in place. */
export function mergeFigures(before: AllFigures | undefined, now: AllFigures): AllFigures {
  const names = ['node', 'deno', 'bun'] as const;
  const runtimes: Partial<Record<RuntimeName, RuntimeFigures>> = {};
  for (const name of names) {
    const merged = mergeRuntime(before?.runtimes[name], now.runtimes[name]);
    if (merged !== undefined) runtimes[name] = merged;
  }
  return {
    ...now,
    runtimes,
    updates: now.updates.length > 0 ? now.updates : (before?.updates ?? []),
  };
}

function mergeRuntime(
  before: RuntimeFigures | undefined,
  now: RuntimeFigures | undefined,
): RuntimeFigures | undefined {
  if (before === undefined || now === undefined) return now ?? before;
  const all = [...now.rows, ...before.rows];
  // In the order of the table; rows that there are no longer fall away.
  const rows = allRows().flatMap(({ name }) => all.find(({ row }) => row === name) ?? []);
  return { version: now.version, rows };
}

/** @returns The results of one runtime, each with its row. */
export function resultsOf(figures: AllFigures, runtime: RuntimeName): Result[] {
  const rows = new Map(allRows().map((row) => [row.name, row]));
  return (figures.runtimes[runtime]?.rows ?? []).flatMap(({ row: name, ...others }) => {
    const row = rows.get(name);
    return row === undefined ? [] : [{ row, ...others }];
  });
}
