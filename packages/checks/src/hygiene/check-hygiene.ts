/**
 * Every package of the workspace: its manifest, and what it publishes.
 *
 * @module
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { listPackages } from '@sansocket/workspace';
import type { Finding } from '../shared/index.ts';
import { judgeManifest, judgePublicManifest } from './judge-manifest.ts';
import { judgePackage } from './judge-package.ts';
import { readManifest } from './manifest.ts';

/** Faults of the packages of a workspace that is built. */
export function checkHygiene(root: string): Finding[] {
  const folders = listPackages(root).map((name) => `packages/${name}`);
  return ['', ...folders].flatMap((folder) => {
    const manifest = readManifest(root, folder);
    const messages = judgeManifest(manifest);
    if (manifest.private !== true) {
      messages.push(...judgePublicManifest(manifest, folder, listModules(root, folder)));
      messages.push(...judgePackage(root, folder));
    }
    const file = folder === '' ? 'package.json' : `${folder}/package.json`;
    return messages.map((message) => ({ file, line: 0, message }));
  });
}

/** The doors of a package for its users: the files of `src/entries`; without it, folders that have a door. */
function listModules(root: string, folder: string): string[] {
  const entries = join(root, folder, 'src/entries');
  if (existsSync(entries)) return readdirSync(entries).map((name) => `entries/${parse(name).name}`);
  return readdirSync(join(root, folder, 'src'))
    .filter((name) => existsSync(join(root, folder, 'src', name, 'index.ts')))
    .sort();
}
