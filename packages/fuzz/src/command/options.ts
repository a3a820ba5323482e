/**
 * The command line of `pnpm fuzz`.
 *
 * @module
 */
import { parseArgs } from 'node:util';

/** What is to be done. */
export interface FuzzOptions {
  readonly help: boolean;
  /** How long, in minutes. */
  readonly minutes: number;
  readonly seed: number;
  /** Names of targets and laws; none stands for all. */
  readonly targets: readonly string[];
  /** A file to give to the one target, instead of fuzzing. */
  readonly input: string | undefined;
  /** Whether the last table is Markdown. */
  readonly markdown: boolean;
}

/** What `--help` prints. */
export const help = `pnpm fuzz [--minutes N] [--seed N] [--target NAME]... [--markdown]
pnpm fuzz --target NAME --input FILE

Half of the time goes to the laws of the kit with other seeds each round, half to bytes that the
coverage of core guides. What is found is written to .cache/fuzz/findings; then the exit code is 1.

  --minutes N    how long; fractions are fine. Default: 1
  --seed N       of all random numbers, 0 to 2147483647. Default: another one each time
  --target NAME  only this one; may be given more than once
  --input FILE   give a file to the target, and fuzz nothing
  --markdown     print the table at the end as Markdown
  --help         this text, and the names of all targets`;

/**
 * Reads the arguments.
 *
 * @param names - Of all targets and laws.
 * @param fallbackSeed - The seed when none is given.
 * @throws Error saying what is wrong with the arguments.
 */
export function parseOptions(
  args: readonly string[],
  names: readonly string[],
  fallbackSeed: number,
): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(fallbackSeed) },
      target: { type: 'string', multiple: true, default: [] },
      input: { type: 'string' },
      markdown: { type: 'boolean', default: false },
    },
  });
  const { help: helps, target: targets, input, markdown } = values;
  const unknown = targets.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no target ${unknown}: see --help`);
  if (input !== undefined && targets.length !== 1) throw new Error('--input needs one --target');
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes must be more than 0, got ${values.minutes}`);
  const seed = Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0x7fff_ffff) {
    throw new Error(`--seed must be a whole number from 0 to 2147483647, got ${values.seed}`);
  }
  return { help: helps, minutes, seed, targets, input, markdown };
}
