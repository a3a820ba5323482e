/**
 * Where things are: scripts, packages, and programs that a machine may lack.
 *
 * @module
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '@sansocket/workspace';

/** What `pnpm farm --install` has made: outside of the workspace, since it is found again in other clones. */
export const cacheFolder: string = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'sansocket/farm',
);

/** A script of this package in another language, or for another runtime. */
export function scriptFile(name: string): string {
  return join(workspaceRoot, 'packages/interop/scripts', name);
}

/** The packages that come with the runtimes, since they are for later versions of Node than the others. */
export const runtimesFolder: string = join(workspaceRoot, 'packages/runtimes');

/** The version of an installed npm package of this package, of the runtimes, or of the workspace. */
export function npmVersion(name: string): string {
  const folders = [
    'packages/interop/node_modules',
    'packages/runtimes/node_modules',
    'node_modules',
  ];
  const file = folders
    .map((folder) => join(workspaceRoot, folder, name, 'package.json'))
    .find((path) => existsSync(path));
  if (file === undefined) return 'unknown';
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/** The version that a program prints, or nothing when it cannot be started. */
export function said(program: string, args: readonly string[], pattern: RegExp): string {
  try {
    const text = execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return pattern.exec(text)?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** The version of a package of Debian, without its revision. */
export function debianVersion(name: string): string {
  return said('dpkg', ['-s', name], /^Version: (?:\d+:)?([^-+\s]+)/m);
}
