/**
 * The runtimes that a worker can be started in.
 *
 * @module
 */

import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runtimePath } from '@sansocket/workspace';

/** Names for `--runtime`. */
export const runtimeNames = ['node', 'deno', 'bun'] as const;

/** One of those. */
export type RuntimeName = (typeof runtimeNames)[number];

/** How to start something: a program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** Absolute path of the workspace. */
export const workspaceRoot: string = fileURLToPath(new URL('../../../../', import.meta.url));

/** This process is one of Node, as a rule. */
const node = 'deno' in process.versions || 'bun' in process.versions ? 'node' : process.execPath;

/**
 * The measurement of a script. `heap`: held bytes, so that the script can run the collector. `allocations`: the
 * collector runs only when the script asks. `steps`: code is not optimized, which would lose counters. V8 only.
 */
export type Counted = 'nothing' | 'heap' | 'allocations' | 'steps';

const countingFlags: Readonly<Record<Counted, readonly string[]>> = {
  nothing: [],
  heap: ['--expose-gc'],
  allocations: ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'],
  steps: ['--no-opt'],
};

/** @returns The command that runs a script, the absolute path of a built module, in a runtime. */
export function commandFor(
  runtime: RuntimeName,
  script: string,
  counted: Counted = 'nothing',
): Command {
  const flags = countingFlags[counted];
  switch (runtime) {
    case 'node':
      return [node, ...flags, script];
    case 'deno': {
      const v8Flags = flags.length === 0 ? [] : [`--v8-flags=${flags.join(',')}`];
      return [runtimePath('deno'), 'run', '-A', ...v8Flags, script];
    }
    case 'bun':
      return [runtimePath('bun'), script];
    default:
      return runtime satisfies never;
  }
}
