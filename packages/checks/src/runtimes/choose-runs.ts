/**
 * The arguments of `pnpm test`: runtimes, then arguments of jest. `--all` means the Node at hand,
 * Deno and Bun.
 *
 * @module
 */
import { Mistake, messageOf, nearest } from '@sansocket/command-line';
import { listFiles } from '@sansocket/workspace';
import { buildArgv } from 'jest';
import type { TestRuntime } from './runtime-table.ts';

/** The runs that were asked for. */
export interface Runs {
  /** In the order of the table, each once. */
  readonly runtimes: readonly TestRuntime[];
  /** Arguments for jest. */
  readonly jest: readonly string[];
  /** Whether properties are tried with all of their values. */
  readonly isLong: boolean;
}

/**
 * Reads the arguments.
 *
 * @throws Mistake for a name that is neither a runtime nor a part of a test file's, and for an option that jest
 * does not have.
 */
export async function chooseRuns(
  root: string,
  known: readonly TestRuntime[],
  args: readonly string[],
): Promise<Runs> {
  const names = ['--all', 'node', ...known.map(({ id }) => id)];
  const firstOther = args.findIndex((arg) => !names.includes(arg));
  const wanted = firstOther < 0 ? args : args.slice(0, firstOther);
  const jest = args.slice(wanted.length);
  for (const pattern of await patternsOf(jest)) checkPattern(root, pattern, names);
  const runtimes = choose(known, wanted.length === 0 ? ['node'] : wanted);
  return { runtimes, jest, isLong: wanted.includes('--all') };
}

/** The arguments that jest reads as patterns of test files. */
async function patternsOf(jest: readonly string[]): Promise<readonly string[]> {
  try {
    const { _: patterns } = await buildArgv([...jest]);
    return patterns.map(String);
  } catch (error) {
    throw new Mistake(
      messageOf(error)
        .replaceAll(/\s*\n\s*/g, ' ')
        .replace(/^\W+/, ''),
    );
  }
}

function checkPattern(root: string, pattern: string, runtimes: readonly string[]): void {
  const files = listFiles(root, 'packages', '.test.ts');
  if (files.some((file) => `${root}${file}`.toLowerCase().search(regExpOf(pattern)) >= 0)) return;
  const near = nearest(pattern, runtimes);
  const hint = near === undefined ? '' : `: did you mean ${near}?`;
  throw new Mistake(`No runtime and no test file is called '${pattern}'${hint}`);
}

function regExpOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern.toLowerCase());
  } catch (error) {
    throw new Mistake(`'${pattern}' is no pattern of test files: ${messageOf(error)}`);
  }
}

function choose(known: readonly TestRuntime[], wanted: readonly string[]): readonly TestRuntime[] {
  const ids = wanted.includes('--all') ? [...wanted, 'node', 'deno', 'bun'] : wanted;
  return known.filter(({ id }, i) => ids.includes(id) || (i === 0 && ids.includes('node')));
}
