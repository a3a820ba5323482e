/**
 * The runtimes that a worker can be started in.
 *
 * @module
 */

import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

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
 * What a script does with its heap. `told`: the collector can be asked to run. `exact`: it runs only then, as far
 * as an engine allows it, so that what is allocated between can be counted. V8 only.
 */
export type Heap = 'any' | 'told' | 'exact';

const heapFlags: Readonly<Record<Heap, readonly string[]>> = {
  any: [],
  told: ['--expose-gc'],
  exact: ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'],
};

/** @returns The command that runs a script, the absolute path of a built module, in a runtime. */
export function commandFor(runtime: RuntimeName, script: string, heap: Heap = 'any'): Command {
  const flags = heapFlags[heap];
  switch (runtime) {
    case 'node':
      return [node, ...flags, script];
    case 'deno': {
      const v8Flags = heap === 'any' ? [] : [`--v8-flags=${flags.join(',')}`];
      return [join(workspaceRoot, 'node_modules/deno/deno'), 'run', '-A', ...v8Flags, script];
    }
    case 'bun':
      return [join(workspaceRoot, 'node_modules/bun/bin/bun.exe'), script];
    default:
      return runtime satisfies never;
  }
}
