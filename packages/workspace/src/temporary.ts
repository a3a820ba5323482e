/**
 * A workspace for one test: a folder with the given files and the tools of the real one.
 *
 * @module
 */
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot, writeText } from './files.ts';

/** What `use` makes of the root of a workspace; the workspace is removed afterwards. */
export async function withWorkspace<Result>(
  files: Readonly<Record<string, string>>,
  use: (root: string) => Result | Promise<Result>,
): Promise<Result> {
  const root = mkdtempSync(join(tmpdir(), 'sansocket-'));
  try {
    symlinkSync(join(workspaceRoot, 'node_modules'), join(root, 'node_modules'));
    cpSync(join(workspaceRoot, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'));
    for (const [file, text] of Object.entries(files)) writeText(root, file, text);
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
