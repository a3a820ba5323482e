/**
 * The runtimes that are no part of a usual install, for their size: the first command that needs one gets them.
 *
 * @module
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './mistake.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the program of each is, relative to the workspace. */
const programs = {
  deno: 'node_modules/deno/deno',
  bun: 'node_modules/bun/bin/bun.exe',
  node22: 'node_modules/node22/bin/node',
  workerd: 'node_modules/workerd/bin/workerd',
} as const;

/**
 * Where a program is, or will be once the runtimes are installed.
 *
 * @returns An absolute path.
 */
export function runtimePath(name: keyof typeof programs): string {
  return join(root, programs[name]);
}

/**
 * Installs the runtimes where they are missing.
 *
 * @throws Failure when pnpm cannot.
 */
export function installRuntimes(): void {
  if (existsSync(runtimePath('deno')) && existsSync(runtimePath('bun'))) return;
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly packageManager: string;
  };
  const install = ['install', '--frozen-lockfile', '--filter', '@sansocket/runtimes'];
  const { status } = spawnSync('npx', ['-y', manifest.packageManager, ...install], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Failure('Cannot install the runtimes, Deno, Bun and workerd');
}
