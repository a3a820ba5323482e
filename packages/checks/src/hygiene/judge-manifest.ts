/**
 * Rules on a `package.json`: ESM only, types included, one entry point for each module; ranges
 * of versions for users, exact ones for us.
 *
 * @module
 */
import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from './manifest.ts';

/** The oldest Node that the packages run on: the first 20 that loads ESM by `require` unflagged. */
const engines = { node: '>=20.19' };

/** Where the sources, the issues and the documents are. */
const host = 'https://github.com/sansocket/sansocket';

/** Fields of every package that is published. */
const publicFields = (folder: string): Manifest => ({
  type: 'module',
  sideEffects: false,
  repository: { type: 'git', url: `git+${host}.git`, directory: folder },
  homepage: `${host}/tree/main/${folder}#readme`,
  bugs: `${host}/issues`,
  publishConfig: { access: 'public' },
  scripts: {
    prepack: 'node ../checks/dist/commands/pack.js',
    postpack: 'node ../checks/dist/commands/pack.js --restore',
  },
});

/** Folders that every published package holds. */
const codeFolders = ['dist', 'src'];

/** Faults of any manifest, published or not. */
export function judgeManifest(manifest: Manifest): string[] {
  return [...judgeFields(manifest, { license: 'MIT', engines }), ...judgeVersions(manifest)];
}

/**
 * Faults of the manifest of a published package.
 *
 * @param folder - Relative to the workspace.
 * @param modules - Folders of `src/` that have an index file; or the files of `src/entries`, as `entries/bytes`.
 */
export function judgePublicManifest(
  manifest: Manifest,
  folder: string,
  modules: readonly string[],
): string[] {
  const folders = dataFolders(manifest);
  // A command has one door for programs.
  const exports = expectedExports(manifest.bin === undefined ? modules : [], folders);
  const messages = judgeFields(manifest, {
    ...publicFields(folder),
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
    'sansocket-source': `./src/${path}.ts`,
    types: `./dist/${path}.d.ts`,
    default: `./dist/${path}.js`,
  });
  return {
    '.': target('index'),
    ...Object.fromEntries(
      modules.map((module) => {
        const isFile = module.includes('/');
        return [`./${posix.basename(module)}`, target(isFile ? module : `${module}/index`)];
      }),
    ),
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

/** A range, so that a user's package manager can share the dependency with other packages. */
const range = /^\^\d+\.\d+\.\d+$/;

function judgeVersions(manifest: Manifest): string[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  const isPrivate = manifest.private === true;
  const ours = { ...devDependencies, ...optionalDependencies, ...(isPrivate && dependencies) };
  const theirs = { ...(!isPrivate && dependencies), ...peerDependencies };
  return [
    ...wrongVersions(ours, exactVersion, 'is not exact'),
    ...wrongVersions(theirs, range, 'is no range that begins with ^'),
  ];
}

function wrongVersions(
  versions: Readonly<Record<string, string>>,
  form: RegExp,
  fault: string,
): string[] {
  return Object.entries(versions)
    .filter(([, version]) => version !== 'workspace:^' && !form.test(version))
    .map(([name, version]) => `Version '${version}' of ${name} ${fault}`);
}
