/**
 * The command line of `pnpm soak`.
 *
 * @module
 */

import { parseArgs } from 'node:util';
import { type RuntimeName, runtimeNames } from '../program/index.ts';
import { kinds } from './clients/index.ts';
import type { SoakPlan } from './run-soak.ts';
import { type SoakedName, soakedNames } from './server/index.ts';

/** What is to be done. */
export interface SoakOptions {
  readonly help: boolean;
  readonly runtimes: readonly RuntimeName[];
  readonly servers: readonly SoakedName[];
  readonly plan: SoakPlan;
  /** Whether the page of the documents is replaced. */
  readonly write: boolean;
}

/** What `--help` prints. */
export const help: string = `pnpm soak [--minutes N | --lives N] [--runtime node|deno|bun|all] [--server sansocket|ws]
          [--clients N] [--seed N] [--write]

A server that echoes, Sansocket and then ws, under clients of ${kinds.length} kinds, good and hostile. Good ones check
each echo byte for byte. The exit code is 1 when Sansocket sends a wrong echo, drops a good client, ends,
has an error that nobody catches, or keeps a socket open when all clients have left.

  --minutes N     how long for each server in each runtime; fractions are fine. Default: 1
  --lives N       instead: how often each client comes and goes, as fast as it can; for tests
  --runtime NAME  where the servers run, or all. Default: node
  --server NAME   only this one
  --clients N     at a time. Default: 200
  --seed N        of what the clients do, 0 to 2147483647. Default: another one each time
  --write         put the table into docs/reference/soak.md
  --help          this text

Clients:
${kinds.map(({ name, does }) => `  ${name.padEnd(20)}${does}`).join('\n')}`;

const options = {
  help: { type: 'boolean', default: false },
  minutes: { type: 'string' },
  lives: { type: 'string' },
  runtime: { type: 'string', default: 'node' },
  server: { type: 'string' },
  clients: { type: 'string', default: '200' },
  seed: { type: 'string' },
  write: { type: 'boolean', default: false },
} as const;

/**
 * Reads the arguments.
 *
 * @param fallbackSeed - The seed when none is given.
 * @throws Error saying what is wrong with the arguments.
 */
export function parseOptions(args: readonly string[], fallbackSeed: number): SoakOptions {
  const { values } = parseArgs({ args: args.filter((arg) => arg !== '--'), options });
  const { minutes, lives, runtime, server, clients, seed = String(fallbackSeed) } = values;
  if (minutes !== undefined && lives !== undefined) {
    throw new Error('--minutes and --lives cannot be given together');
  }
  return {
    help: values.help,
    runtimes: runtime === 'all' ? runtimeNames : [chosen('--runtime', runtime, runtimeNames)],
    servers: server === undefined ? soakedNames : [chosen('--server', server, soakedNames)],
    plan: {
      clients: whole('--clients', clients, 1, 10_000),
      seed: whole('--seed', seed, 0, 0x7fff_ffff),
      until:
        lives === undefined
          ? { ms: minutesOf(minutes ?? '1') * 60_000 }
          : { lives: whole('--lives', lives, 1, 1_000_000) },
    },
    write: values.write,
  };
}

function chosen<T extends string>(option: string, given: string, names: readonly T[]): T {
  const found = names.find((name) => name === given);
  if (found !== undefined) return found;
  throw new Error(`${option} must be one of ${names.join(', ')}, got ${given}`);
}

function whole(option: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (/^\d+$/.test(given) && value >= least && value <= most) return value;
  throw new Error(`${option} must be a whole number from ${least} to ${most}, got ${given}`);
}

function minutesOf(given: string): number {
  const minutes = Number(given);
  if (minutes > 0 && minutes <= 1440) return minutes;
  throw new Error(`--minutes must be more than 0 and at most 1440, got ${given}`);
}
