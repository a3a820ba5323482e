/**
 * Where the programs of peers are.
 *
 * @module
 */

import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';

/** The first line of Node that has `WebSocket`. */
export const nodePath: string = join(
  workspaceRoot,
  'packages/interop/node_modules/node22/bin/node',
);
export const denoPath: string = join(workspaceRoot, 'node_modules/deno/deno');
export const bunPath: string = join(workspaceRoot, 'node_modules/bun/bin/bun.exe');
/** That of Debian, for which Debian has packages. */
export const pythonPath = '/usr/bin/python3';
