/**
 * The command line of `pnpm soak`.
 *
 * @module
 */

import {
  type Command,
  choice,
  choiceOr,
  flag,
  number,
  numberOr,
  type Option,
  type Options,
  type Values,
} from '@sansocket/command-line';
import { type RuntimeName, runtimeNames } from '../program/index.ts';
import { kinds } from './clients/index.ts';
import type { SoakPlan } from './run-soak.ts';
import { type SoakedName, soakedNames } from './server/index.ts';

/** The options of the soak. */
export interface SoakOptions extends Options {
  readonly minutes: Option<number | undefined>;
  readonly lives: Option<number | undefined>;
  readonly runtime: Option<RuntimeName | 'all'>;
  readonly server: Option<SoakedName | undefined>;
  readonly clients: Option<number>;
  readonly seed: Option<number>;
  /** Whether the page of the documents is replaced. */
  readonly write: Option<boolean>;
}

/**
 * The options of the soak.
 *
 * @param seed - When none is given.
 */
export function soakCommand(seed: number): Command<SoakOptions> {
  return {
    name: 'pnpm soak',
    does: `A server that echoes, Sansocket and then ws, under clients of ${kinds.length} kinds, good and hostile. Good ones
compare each echo with the message. The exit code is 1 when Sansocket sends a wrong echo, drops a good client,
ends, has an error that nobody catches, or keeps a socket open when all clients have left.`,
    options: {
      minutes: number('N', `For each server in each runtime; fractions are fine. Default: 1`, {
        min: 0.001,
        max: 10_000,
        fractions: true,
      }),
      lives: number('N', 'Instead: how often each client comes and goes, as fast as it can', {
        min: 1,
        max: 1_000_000,
      }),
      runtime: choiceOr('node', 'NAME', 'Where the servers run: node, deno, bun or all', [
        ...runtimeNames,
        'all',
      ]),
      server: choice('NAME', 'Only this one: sansocket or ws', soakedNames),
      clients: numberOr(200, 'N', 'At a time', { min: 1, max: 10_000 }),
      seed: {
        ...numberOr(seed, 'N', 'Of what the clients do. Default: another one each time', {
          min: 0,
          max: 0x7fff_ffff,
        }),
        byDefault: undefined,
      },
      write: flag('Put the table into docs/reference/soak.md'),
    },
    apart: [['minutes', 'lives']],
    more: `Clients:\n${kinds.map(({ name, does }) => `  ${name.padEnd(20)}${does}`).join('\n')}`,
    example: 'pnpm soak --minutes 15 --runtime all',
  };
}

/** The plan for each server. */
export function planOf(
  options: Pick<Values<SoakOptions>, 'minutes' | 'lives' | 'clients' | 'seed'>,
): SoakPlan {
  const { minutes = 1, lives, clients, seed } = options;
  return { clients, seed, until: lives === undefined ? { ms: minutes * 60_000 } : { lives } };
}
