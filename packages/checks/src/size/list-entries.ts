/**
 * The entry points that packages declare in their `exports`.
 *
 * @module
 */
import { readText } from '../shared/index.ts';
import type { Entry } from './measure.ts';

const adapters = ['node', 'deno', 'bun', 'web-streams'];

/**
 * Every entry point of core, all of core together, what many take of one, and the adapters, the older versions and
 * compression without core. */
export function listEntries(root: string): Entry[] {
  const core = specifiersOf(root, 'core');
  const name = (specifier: string): Entry => ({
    name: specifier,
    specifiers: [specifier],
    external: [],
  });
  return [
    { name: 'sansocket, all entry points', specifiers: core, external: [] },
    ...core.map(name),
    some('sansocket', 'ServerConnection'),
    some('sansocket', 'ClientConnection'),
    some('sansocket/framing', 'FrameDecoder', 'FrameEncoder'),
    ...adapters
      .flatMap((adapter) => specifiersOf(root, adapter))
      .map((specifier) => ({
        ...name(specifier),
        external: ['sansocket', 'node:*'],
      })),
    ...['legacy', 'permessage-deflate']
      .flatMap((folder) => specifiersOf(root, folder))
      .map((specifier) => ({
        ...name(specifier),
        external: ['sansocket', 'sansocket/*'],
      })),
  ];
}

/** An entry of which only some names are imported: tree shaking leaves the rest out. */
function some(specifier: string, ...names: string[]): Entry {
  return {
    name: `${specifier}: ${names.join(', ')}`,
    specifiers: [specifier],
    names,
    external: [],
  };
}

function specifiersOf(root: string, folder: string): string[] {
  const manifest = JSON.parse(readText(root, `packages/${folder}/package.json`)) as Manifest;
  return Object.keys(manifest.exports)
    .filter((subpath) => !subpath.endsWith('.json'))
    .map((subpath) => manifest.name + subpath.slice(1));
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
}
