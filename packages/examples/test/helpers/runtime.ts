/**
 * Programs that a machine may lack: a test that needs one is skipped where it is missing, except in CI (`CI`
 * is set), where that fails.
 *
 * @module
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { it } from '@jest/globals';

export const workspaceRoot: string = join(import.meta.dirname, '../../../..');

export const deno: string = join(workspaceRoot, 'node_modules/deno/deno');
export const bun: string = join(workspaceRoot, 'node_modules/bun/bin/bun.exe');
export const chromium = '/usr/bin/chromium';

/** Where the programs here run, each with its own adapter. */
export const runtimes: readonly (readonly [name: string, program: string])[] = [
  ['node', process.execPath],
  ['deno', deno],
  ['bun', bun],
];

/** `it`, or `it.skip` when the program is missing and may be. */
export function itNeeds(program: string): typeof it | typeof it.skip {
  const isCi = (process.env['CI'] ?? '') !== '';
  return existsSync(program) || isCi ? it : it.skip;
}
