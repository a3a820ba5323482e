/**
 * Rules on a `package.json`: ESM only, types included, one entry point for each module, exact
 * versions.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from './manifest.ts';

/** The oldest Node that the packages run on: the first 20 that loads ESM by `require` unflagged. */
const engines = { node: '>=20.19' };

/** Fields that have the same value in every package that is published. */
const publicFields: Manifest = { type: 'module', sideEffects: false };

/** Folders that every published package holds. */
const codeFolders = ['dist', 'src'];

/** What is wrong with any manifest, published or not. */
export function judgeManifest(manifest: Manifest): string[] {
  return [...judgeFields(manifest, { license: 'MIT', engines }), ...judgeVersions(manifest)];
}

/**
 * What is wrong with the manifest of a published package.
 *
 * @param modules - Folders of `src/` that have an index file.
 */
export function judgePublicManifest(manifest: Manifest, modules: readonly string[]): string[] {
  const folders = dataFolders(manifest);
  const exports = expectedExports(modules, folders);
  const messages = judgeFields(manifest, {
    ...publicFields,
    files: [...codeFolders, ...folders],
  });
  for (const [subpath, target] of Object.entries(exports)) {
    if (!isDeepStrictEqual(manifest.exports?.[subpath], target)) {
      messages.push(`exports['${subpath}'] is not ${JSON.stringify(target)}`);
    }
  }
  for (const subpath of Object.keys(manifest.exports ?? {})) {
    if (!(subpath in exports)) messages.push(`exports['${subpath}'] has no module`);
  }
  return messages;
}

/** Folders of JSON files that a package holds besides its code; each file is an entry point. */
export function dataFolders({ files = [] }: Manifest): readonly string[] {
  return files.filter((folder) => !codeFolders.includes(folder));
}

/** One entry point for the package and one for each module; sources first, for those who ask. */
function expectedExports(
  modules: readonly string[],
  folders: readonly string[],
): Record<string, unknown> {
  const target = (path: string) => ({
    'sansocket-source': `./src/${path}index.ts`,
    types: `./dist/${path}index.d.ts`,
    default: `./dist/${path}index.js`,
  });
  return {
    '.': target(''),
    ...Object.fromEntries(modules.map((module) => [`./${module}`, target(`${module}/`)])),
    ...Object.fromEntries(folders.map((folder) => [`./${folder}/*.json`, `./${folder}/*.json`])),
    './package.json': './package.json',
  };
}

function judgeFields(manifest: Manifest, fields: Manifest): string[] {
  return Object.entries(fields)
    .filter(([name, value]) => !isDeepStrictEqual(manifest[name as keyof Manifest], value))
    .map(([name, value]) => `${name} is not ${JSON.stringify(value)}`);
}

/** An exact version, by itself or after the name that it is an alias for. */
const exactVersion = /^(npm:@?[a-z0-9./-]+@)?\d+\.\d+\.\d+$/;

function judgeVersions(manifest: Manifest): string[] {
  const dependencies = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  };
  return Object.entries(dependencies)
    .filter(([, version]) => version !== 'workspace:*' && !exactVersion.test(version))
    .map(([name, version]) => `Version '${version}' of ${name} is not exact`);
}
