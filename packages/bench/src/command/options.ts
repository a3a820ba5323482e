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
  /** Where the workers run, one after the other. */
  readonly runtimes: readonly RuntimeName[];
  readonly budget: Budget;
  /** Where the figures go as JSON. */
  readonly json: string | undefined;
  /** Whether the figures, the charts and the page of the documents are replaced. */
  readonly write: boolean;
  /** Whether the profile of each row on time is printed. */
  readonly profile: boolean;
}

/** What `--help` prints, before the names of the rows. */
export const help = `pnpm bench [--only NAME]... [--runtime node|deno|bun] [--quick] [--json FILE] [--write] [--profile]

Ours and other libraries on the same bytes, each in a process of its own, in turn. A ratio says how
many times as fast ours is, by CPU time: the median over all rounds, with its quartiles.

  --only NAME     only rows whose name begins so; may be given more than once
  --runtime NAME  where the workers run. Default: node; with --write all three
  --quick         fewer processes and rounds: a look, not a figure to publish
  --processes N   of each candidate, one after the other; up to three times as many while
                  the quartiles lie on both sides of a goal; half as many in Deno and Bun. Default: 2
  --rounds N      for each set of processes. Default: 5
  --json FILE     write the figures there too
  --write         put the figures into packages/bench/figures.json, docs/reference/bench.md and
                  docs/pictures; rows that are not measured stay as they were. Half an hour
  --profile       print the functions that our side spends most time in, for rows on time in Node
  --help          this text, and the names of all rows`;

const full: Budget = { processes: 2, patience: 3, rounds: 5, warmMs: 300, sliceMs: 15 };
const quick: Budget = { processes: 1, patience: 1, rounds: 3, warmMs: 200, sliceMs: 10 };

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
      runtime: { type: 'string' },
      quick: { type: 'boolean', default: false },
      processes: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.find((only) => !names.some((name) => name.startsWith(only)));
  if (unknown !== undefined) throw new Error(`There is no row ${unknown}: see --help`);
  const { help: helps, only, json, write, profile } = values;
  const runtimes = runtimesOf(values.runtime, write);
  const budget = values.quick ? quick : full;
  const processes = count('--processes', values.processes) ?? budget.processes;
  const rounds = count('--rounds', values.rounds) ?? budget.rounds;
  const amount = { ...budget, processes, rounds };
  return { help: helps, only, runtimes, budget: amount, json, write, profile };
}

function runtimesOf(given: string | undefined, write: boolean): readonly RuntimeName[] {
  if (given === undefined) return write ? runtimeNames : ['node'];
  const found = runtimeNames.find((name) => name === given);
  if (found !== undefined) return [found];
  throw new Error(`--runtime must be ${runtimeNames.join(', ')}, got ${given}`);
}

function count(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(value))
    throw new Error(`${name} must be a whole number from 1 up, got ${value}`);
  return Number(value);
}
