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

/** Flags under which the collector runs when it is told to. V8 only. */
const heapFlags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

/**
 * The command that runs a script in a runtime.
 *
 * @param script - Absolute path of a built module.
 * @param exactHeap - Whether it measures the heap.
 */
export function commandFor(runtime: RuntimeName, script: string, exactHeap: boolean): Command {
  switch (runtime) {
    case 'node':
      return [process.execPath, ...(exactHeap ? heapFlags : []), script];
    case 'deno': {
      const flags = exactHeap ? [`--v8-flags=${heapFlags.join(',')}`] : [];
      return [join(workspaceRoot, 'node_modules/deno/deno'), 'run', '-A', ...flags, script];
    }
    case 'bun':
      return [join(workspaceRoot, 'node_modules/bun/bin/bun.exe'), script];
    default:
      return runtime satisfies never;
  }
}
