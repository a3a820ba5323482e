/**
 * The command line of `pnpm bench`.
 *
 * @module
 */

import {
  type Command,
  choice,
  flag,
  Mistake,
  number,
  type Option,
  type Options,
  suggest,
  text,
  type Values,
} from '@sansocket/command-line';
import { type RuntimeName, runtimeNames } from '../program/index.ts';
import type { Budget } from '../runner/index.ts';

/** The options of the bench. */
export interface BenchOptions extends Options {
  /** Beginnings of names of rows; an empty list means all rows. */
  readonly only: Option<readonly string[]>;
  readonly runtime: Option<RuntimeName | undefined>;
  readonly quick: Option<boolean>;
  readonly processes: Option<number | undefined>;
  readonly rounds: Option<number | undefined>;
  /** The file for the figures as JSON. */
  readonly json: Option<string | undefined>;
  /** Whether the figures, the charts and the page of the documents are replaced. */
  readonly write: Option<boolean>;
  /** Whether the profile of each row on time is printed. */
  readonly profile: Option<boolean>;
}

/** A row, as the help lists it. */
interface Listed {
  readonly name: string;
  readonly title: string;
}

const full: Budget = { processes: 2, patience: 3, rounds: 5, warmMs: 300, sliceMs: 15 };
const quick: Budget = { processes: 1, patience: 1, rounds: 3, warmMs: 200, sliceMs: 10 };

/** The options of the bench. */
export function benchCommand(rows: readonly Listed[]): Command<BenchOptions> {
  return {
    name: 'pnpm bench',
    does: `Ours and other libraries on the same bytes, each in a process of its own, in turn. A ratio says how
many times as fast ours is, by CPU time: the median over all rounds, with its quartiles.`,
    options: {
      only: rowsThatBegin(rows.map(({ name }) => name)),
      runtime: choice(
        'NAME',
        'Where the workers run: node, deno or bun. Default: node; with --write all three',
        runtimeNames,
      ),
      quick: flag('Fewer processes and rounds: a look, not a figure to publish'),
      processes: number(
        'N',
        `Of each candidate, one after the other; up to three times as many while the quartiles
lie on both sides of a goal; half as many in Deno and Bun. Default: ${full.processes}, with --quick ${quick.processes}`,
        { min: 1, max: 100 },
      ),
      rounds: number(
        'N',
        `For each set of processes. Default: ${full.rounds}, with --quick ${quick.rounds}`,
        { min: 1, max: 1000 },
      ),
      json: text('FILE', 'Write the figures there too'),
      write:
        flag(`Put the figures into packages/bench/figures.json, docs/reference/bench.md and docs/pictures;
rows that are not measured stay as they were. Half an hour`),
      profile: flag(
        `Print the functions that our side spends most time in, for rows on time in Node`,
      ),
    },
    more: `Rows:\n${rows.map(({ name, title }) => `  ${name.padEnd(32)}${title}`).join('\n')}`,
    example: 'pnpm bench --quick --only decode-text-125',
  };
}

/** The runtimes of the workers, one after the other. */
export function runtimesOf({
  runtime,
  write,
}: Pick<Values<BenchOptions>, 'runtime' | 'write'>): readonly RuntimeName[] {
  if (runtime !== undefined) return [runtime];
  return write ? runtimeNames : ['node'];
}

/** How long each row is measured. */
export function budgetOf(
  options: Pick<Values<BenchOptions>, 'quick' | 'processes' | 'rounds'>,
): Budget {
  const budget = options.quick ? quick : full;
  const { processes = budget.processes, rounds = budget.rounds } = options;
  return { ...budget, processes, rounds };
}

function rowsThatBegin(names: readonly string[]): BenchOptions['only'] {
  const read = (given: readonly string[]) => {
    const unknown = given.find((only) => !names.some((name) => name.startsWith(only)));
    if (unknown === undefined) return given;
    throw new Mistake(`There is no row '${unknown}': ${suggest(unknown, beginningsOf(names))}`);
  };
  const says = 'Only rows whose name begins so; may be given more than once';
  return { placeholder: 'NAME', says, many: true, read };
}

/** Up to each dash. */
function beginningsOf(names: readonly string[]): string[] {
  const all = names.flatMap((name) => {
    const parts = name.split('-');
    return parts.map((_, i) => parts.slice(0, i + 1).join('-'));
  });
  return [...new Set(all)];
}
