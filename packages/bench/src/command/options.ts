/**
 * The command line of `pnpm bench`.
 *
 * @module
 */

import { parseArgs } from 'node:util';
import { type RuntimeName, runtimeNames } from '../program/index.ts';
import type { Budget } from '../runner/index.ts';

/** What is to be done. */
export interface BenchOptions {
  readonly help: boolean;
  /** Parts of names of rows; none stands for all. */
  readonly only: readonly string[];
  readonly runtime: RuntimeName;
  readonly budget: Budget;
  /** Where the figures go as JSON. */
  readonly json: string | undefined;
}

/** What `--help` prints, before the names of the rows. */
export const help = `pnpm bench [--only NAME]... [--runtime node|deno|bun] [--quick] [--json FILE]

Ours and other libraries on the same bytes, each in a process of its own, in turn. A ratio says how
many times as fast ours is, by CPU time: the median over all rounds, with its quartiles.

  --only NAME     only rows whose name begins so; may be given more than once
  --runtime NAME  where the workers run. Default: node
  --quick         fewer processes and rounds: a look, not a figure to publish
  --processes N   of each candidate, one after the other. Default: 5
  --rounds N      for each set of processes. Default: 5
  --json FILE     write the figures there too
  --help          this text, and the names of all rows`;

const full: Budget = { processes: 5, rounds: 5, warmMs: 300, sliceMs: 15 };
const quick: Budget = { processes: 2, rounds: 3, warmMs: 200, sliceMs: 10 };

/**
 * Reads the arguments.
 *
 * @param names - Of all rows.
 * @throws Error saying what is wrong with the arguments.
 */
export function parseOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      runtime: { type: 'string', default: 'node' },
      quick: { type: 'boolean', default: false },
      processes: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const unknown = values.only.find((only) => !names.some((name) => name.startsWith(only)));
  if (unknown !== undefined) throw new Error(`There is no row ${unknown}: see --help`);
  const runtime = runtimeNames.find((name) => name === values.runtime);
  if (runtime === undefined) {
    throw new Error(`--runtime must be ${runtimeNames.join(', ')}, got ${values.runtime}`);
  }
  const budget = values.quick ? quick : full;
  const processes = count('--processes', values.processes) ?? budget.processes;
  const rounds = count('--rounds', values.rounds) ?? budget.rounds;
  const { help: helps, only, json } = values;
  return { help: helps, only, runtime, budget: { ...budget, processes, rounds }, json };
}

function count(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(value))
    throw new Error(`${name} must be a whole number from 1 up, got ${value}`);
  return Number(value);
}
