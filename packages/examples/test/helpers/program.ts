/**
 * The programs of this package, as they are built.
 *
 * @module
 */

import { join } from 'node:path';
import { Program } from '@sansocket/engines';
import { workspaceRoot } from './runtime.ts';

export { Program } from '@sansocket/engines';

/** Starts one of them, such as `echo-server.js`. */
export function example(name: string, ...args: readonly string[]): Program {
  const file = join(workspaceRoot, 'packages/examples/dist', name);
  return new Program(process.execPath, [file, ...args], { cwd: workspaceRoot });
}
