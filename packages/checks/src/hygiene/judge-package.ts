/**
 * A published package as its users get it: packed, unpacked, and looked at by publint and by
 * are-the-types-wrong.
 *
 * @module
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, run, runTool } from '@sansocket/workspace';
import { dataFolders } from './judge-manifest.ts';
import { readManifest } from './manifest.ts';

/** Where packages are packed, relative to the workspace. */
const packFolder = '.cache/pack';

/**
 * Faults of the built package in a folder.
 *
 * @param folder - Relative to the workspace.
 * @throws Error when pnpm cannot be started or cannot pack.
 */
export function judgePackage(root: string, folder: string): string[] {
  pack(root, folder);
  const tarball = tarballOf(root, folder);
  const publint = runTool(root, 'publint', ['run', tarball, '--strict']);
  const types = runTool(
    root,
    '@arethetypeswrong/cli',
    [tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii'],
    'attw',
  );
  return [
    ...judgeContents(filesOf(root, tarball), dataFolders(readManifest(root, folder))),
    ...(publint.ok ? [] : [`publint:\n${publint.log}`]),
    ...(types.ok ? [] : [`are-the-types-wrong:\n${types.log}`]),
  ];
}

/**
 * Faults of the files of a package.
 *
 * @param files - Relative to the package.
 * @param folders - Those of JSON files. Default: none.
 */
export function judgeContents(files: readonly string[], folders: readonly string[] = []): string[] {
  const isData = (file: string) =>
    folders.some((folder) => file.startsWith(`${folder}/`)) && file.endsWith('.json');
  const belongs = (file: string) =>
    isData(file) || ['LICENSE', 'README.md', 'package.json'].includes(file);
  const sources = new Set(files.filter((file) => file.startsWith('src/')));
  const messages = ['LICENSE', 'README.md']
    .filter((file) => !files.includes(file))
    .map((file) => `Package has no ${file}`);
  for (const file of files) {
    if (file.startsWith('dist/')) {
      const source = file.replace(/^dist/, 'src').replace(/\.(d\.ts|js)(\.map)?$/, '.ts');
      // A file that an earlier build left behind would be published with the others.
      if (!sources.has(source)) messages.push(`${file} has no source: remove it`);
    } else if (!sources.has(file) && !belongs(file)) {
      messages.push(`${file} does not belong into the package`);
    }
  }
  return messages;
}

/** The path of the tarball that `judgePackage` has packed. */
export function tarballOf(root: string, folder: string): string {
  const target = join(root, packFolder, folder);
  return join(target, listFiles(target, '', '.tgz')[0]!);
}

function pack(root: string, folder: string): void {
  const target = join(root, packFolder, folder);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const packed = run('pnpm', ['pack', '--pack-destination', target], join(root, folder));
  if (!packed.ok) throw new Error(`Cannot pack ${folder}:\n${packed.log}`);
}

function filesOf(root: string, tarball: string): string[] {
  const { output } = run('tar', ['-tzf', tarball], root);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^package\//, ''));
}
