/**
 * The packages as users install them: packed by npm and by pnpm, installed into an empty folder, and used there
 * in each way that a user may: the program of each README in its runtime, `require`, TypeScript with both ways of
 * resolving, and a bundler.
 *
 * @module
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  readText,
  run,
  runtimePath,
  scriptOf,
  type ToolResult,
  writeText,
} from '@sansocket/workspace';
import { buildSync, transformSync } from 'esbuild';
import { parseCodeBlocks } from '../docs/index.ts';
import type { Finding } from '../shared/index.ts';
import { tarballOf } from './judge-package.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** A way to use a package, and its result. */
type Use = readonly [name: string, use: () => Pick<ToolResult, 'ok' | 'log'>];

/**
 * Faults in a fresh project with all published packages. Needs npm, and its registry or cache for the packages that
 * the packages depend on.
 *
 * @param folders - Those of the packages, which `checkHygiene` has packed, relative to the workspace.
 */
export function checkInstalls(root: string, folders: readonly string[]): Finding[] {
  const project = mkdtempSync(join(tmpdir(), 'sansocket-install-'));
  try {
    const manifests = folders.map((folder) => readManifest(root, folder));
    const packed = folders.map((folder) => packTwice(root, folder, project));
    const findings = packed.flatMap(({ differences }) => differences);
    const installed = install(
      project,
      packed.map(({ tarball }) => tarball),
      dependenciesOf(root, manifests),
    );
    if (!installed.ok) return [...findings, findingOf('npm install', installed)];
    const uses = [
      ...folders.flatMap((folder) => usesOfReadme(root, folder, project)),
      ...usesOfEntries(root, manifests, project),
      ...usesOfCommands(manifests, project),
    ];
    return [
      ...findings,
      ...uses.flatMap(([name, use]) => {
        const result = use();
        return result.ok ? [] : [findingOf(name, result)];
      }),
    ];
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function findingOf(name: string, { log }: Pick<ToolResult, 'log'>): Finding {
  return { file: 'packages', line: 0, message: `${name}, in a fresh project:\n${log}` };
}

/** Packed by npm; a finding where pnpm packs something else. */
function packTwice(
  root: string,
  folder: string,
  project: string,
): { readonly tarball: string; readonly differences: readonly Finding[] } {
  const target = join(project, 'tarballs', folder);
  mkdirSync(target, { recursive: true });
  const npm = run('npm', ['pack', '--pack-destination', target], join(root, folder));
  const [name] = readdirSync(target);
  if (!npm.ok || name === undefined) throw new Error(`npm cannot pack ${folder}:\n${npm.log}`);
  const tarball = join(target, name);
  const [ofNpm, ofPnpm] = [tarball, tarballOf(root, folder)].map(contentOf);
  const differences = (['files', 'manifest'] as const)
    .filter((part) => ofNpm![part] !== ofPnpm![part])
    .map((part) => ({
      file: folder,
      line: 0,
      message: `npm packs other ${part} than pnpm:\n${ofNpm![part]}\n${ofPnpm![part]}`,
    }));
  return { tarball, differences };
}

/** The files, and the parts of the manifest that an installation reads. */
function contentOf(tarball: string): { readonly files: string; readonly manifest: string } {
  const list = run('tar', ['-tzf', tarball], '/').output;
  const files = list.split('\n').sort().join('\n');
  const text = run('tar', ['-xzOf', tarball, 'package/package.json'], '/').output;
  const { exports, dependencies, peerDependencies } = JSON.parse(text) as Manifest;
  return { files, manifest: JSON.stringify({ exports, dependencies, peerDependencies }) };
}

/** The packages that users install themselves: pako and fast-check. */
function dependenciesOf(root: string, manifests: readonly Manifest[]): Record<string, string> {
  const peers = manifests.map(({ peerDependencies }) => peerDependencies ?? {});
  const { devDependencies } = readManifest(root, '');
  const types = devDependencies?.['@types/node'] ?? '';
  return Object.assign({ '@types/node': types }, ...peers) as Record<string, string>;
}

function install(
  project: string,
  tarballs: readonly string[],
  others: Readonly<Record<string, string>>,
): ToolResult {
  writeText(
    project,
    'package.json',
    JSON.stringify({ private: true, type: 'module', dependencies: others }),
  );
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs];
  return run('npm', args, project);
}

/** The program of a README prints the output that the README shows, in each runtime that it is for. */
function usesOfReadme(root: string, folder: string, project: string): Use[] {
  const name = folder.replace('packages/', '');
  const blocks = parseCodeBlocks(folder, readText(root, `${folder}/README.md`));
  const at = blocks.findIndex(({ language }) => language === 'ts');
  const { code } = transformSync(blocks[at]!.code, { loader: 'ts' });
  const shown = blocks.find(({ language }, i) => i > at && language === 'text')?.code;
  const file = `readme-${name}.mjs`;
  writeText(project, file, code);
  const runtimes: Readonly<Record<string, readonly [string, ...string[]]>> = {
    node: [process.execPath],
    deno: [runtimePath('deno'), 'run', '--allow-all', '--node-modules-dir=manual'],
    bun: [runtimePath('bun')],
  };
  const wanted = name === 'deno' || name === 'bun' ? [name] : nodeOnly.has(name) ? ['node'] : all;
  return wanted.flatMap((runtime): Use[] => {
    const [program, ...args] = runtimes[runtime]!;
    if (!existsSync(program)) return [];
    const use = () => {
      const { ok, output, log } = run(program, [...args, file], project, 60_000);
      return { ok: ok && output.trimEnd() === shown, log };
    };
    return [[`README of ${name} in ${runtime}`, use]];
  });
}

/** Every command, as npm has linked it. */
function usesOfCommands(manifests: readonly Manifest[], project: string): Use[] {
  const names = manifests.flatMap(({ bin = {} }) => Object.keys(bin));
  return names.map((name) => {
    const program = join(project, 'node_modules/.bin', name);
    return [`${name} --help`, () => run(program, ['--help'], project, 60_000)] as const;
  });
}

const nodeOnly = new Set(['node', 'testkit', 'conformance', 'command-line']);
const all = ['node', 'deno', 'bun'];

/** Every entry point: required by CommonJS, compiled in both ways, and bundled. */
function usesOfEntries(root: string, manifests: readonly Manifest[], project: string): Use[] {
  const entries = manifests.flatMap(({ name = '', exports = {} }) =>
    Object.keys(exports)
      .filter((subpath) => !subpath.endsWith('.json'))
      .map((subpath) => `${name}${subpath.slice(1)}`),
  );
  // The runtimes' own modules are there only in them.
  const everywhere = entries.filter((entry) => !/^@sansocket\/(?:bun|deno)$/.test(entry));
  const imports = entries.map((entry, i) => `export * as e${i} from '${entry}';\n`).join('');
  const requires = everywhere.map((entry) => `require('${entry}');\n`).join('');
  writeText(project, 'imports.ts', imports);
  writeText(project, 'imports.mjs', imports);
  writeText(project, 'requires.cjs', requires);
  const compile = (module: string, moduleResolution: string) => () => {
    const options = ['--module', module, '--moduleResolution', moduleResolution];
    const strict = ['--noEmit', '--strict', '--target', 'es2022', '--types', 'node'];
    const tsc = scriptOf(root, 'typescript7', 'tsc');
    return run(process.execPath, [tsc, ...options, ...strict, 'imports.ts'], project);
  };
  const bundle = () => {
    try {
      buildSync({
        entryPoints: [join(project, 'imports.mjs')],
        absWorkingDir: project,
        bundle: true,
        write: false,
        format: 'esm',
        external: ['node:*'],
        logLevel: 'silent',
      });
      return { ok: true, log: '' };
    } catch (error) {
      return { ok: false, log: String(error) };
    }
  };
  return [
    ['require() of every entry point', () => run(process.execPath, ['requires.cjs'], project)],
    ['TypeScript with NodeNext', compile('nodenext', 'nodenext')],
    ['TypeScript with bundler', compile('esnext', 'bundler')],
    ['esbuild', bundle],
  ];
}
