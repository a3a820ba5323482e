/**
 * The runtimes that are no part of a usual install, for their size: the first command that needs one gets them.
 *
 * @module
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '@sansocket/command-line';
import { readText, workspaceRoot } from './files.ts';

/** The path of each program, relative to the workspace. */
const programs = {
  deno: 'node_modules/deno/deno',
  bun: 'node_modules/bun/bin/bun.exe',
  node22: 'node_modules/node22/bin/node',
  workerd: 'node_modules/workerd/bin/workerd',
} as const;

/**
 * The path of a program, which exists once the runtimes are installed.
 *
 * @returns An absolute path.
 */
export function runtimePath(name: keyof typeof programs): string {
  return join(workspaceRoot, programs[name]);
}

/**
 * Installs the runtimes where they are missing.
 *
 * @throws Failure when pnpm cannot.
 */
export function installRuntimes(): void {
  if (existsSync(runtimePath('deno')) && existsSync(runtimePath('bun'))) return;
  const manifest = JSON.parse(readText(workspaceRoot, 'package.json')) as {
    readonly packageManager: string;
  };
  const install = ['install', '--frozen-lockfile', '--filter', '@sansocket/runtimes'];
  const { status } = spawnSync('npx', ['-y', manifest.packageManager, ...install], {
    cwd: workspaceRoot,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Failure('Cannot install the runtimes, Deno, Bun and workerd');
}
