/**
 * The entry points that packages declare in their `exports`.
 *
 * @module
 */
import { readText } from '../shared/index.ts';
import type { Entry } from './measure.ts';

/** Every entry point of core, all of core together, and the adapters without core. */
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
    ...specifiersOf(root, 'node').map((specifier) => ({
      ...name(specifier),
      external: ['sansocket', 'node:*'],
    })),
  ];
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
