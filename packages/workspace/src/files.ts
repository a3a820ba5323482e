/**
 * The workspace on disk: its root, its files, its tools.
 *
 * @module
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the workspace. This file is three folders below it, as source and as built. */
export const workspaceRoot: string = fileURLToPath(new URL('../../../', import.meta.url));

/** Folders without sources of the workspace. */
const skippedFolders = new Set(['node_modules', 'dist', '.cache', '.git']);

/**
 * Files under a folder, sorted, relative to `root`, with forward slashes.
 *
 * @param folder - Relative to `root`; a folder that does not exist has no files.
 * @param extension - How the names end, such as `.ts`.
 */
export function listFiles(root: string, folder: string, extension: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const files: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) files.push(...listFiles(root, path, extension));
    } else if (entry.name.endsWith(extension)) {
      files.push(path);
    }
  }
  return files.sort();
}

/** Text of a file that is named relative to `root`. */
export function readText(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Writes a file that is named relative to `root`, with the folders above it. */
export function writeText(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** Names of the folders under `packages/`. */
export function listPackages(root: string): string[] {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'packages', entry.name, 'src')))
    .map((entry) => entry.name)
    .sort();
}
