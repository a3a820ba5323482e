/**
 * The folders that are mutated, in core and beside it, and the tests that have to notice.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake, suggest } from '@sansocket/command-line';
import { listFiles } from '@sansocket/workspace';

/** One row of the page. Paths are relative to `packages/`; of tests, one may name a file. */
export interface MutatedFolder {
  readonly name: string;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

/** Folders of core whose content is no behaviour. */
const tables = ['violations', 'entries'];

/** Tests of wrong options and arguments, which every folder of core has. */
const misuse = 'core/test/options';

/** Folders outside of core, and those with tests elsewhere as well. */
const more: readonly MutatedFolder[] = [
  {
    name: 'driving',
    sources: ['core/src/driving'],
    // The contract of a transport, over streams in memory.
    tests: ['core/test/driving', misuse, 'testkit/test/transport-contract'],
  },
  {
    name: 'permessage-deflate',
    sources: ['permessage-deflate/src'],
    tests: ['permessage-deflate/test'],
  },
  { name: 'legacy', sources: ['legacy/src'], tests: ['legacy/test'] },
  { name: 'node', sources: ['node/src'], tests: ['node/test'] },
  { name: 'http2', sources: ['http2/src'], tests: ['http2/test'] },
  { name: 'websocket', sources: ['websocket/src'], tests: ['websocket/test'] },
  { name: 'web-streams', sources: ['web-streams/src'], tests: ['web-streams/test'] },
  {
    name: 'testkit-model',
    sources: ['testkit/src/model'],
    // The laws of older versions compare them with the model.
    tests: ['testkit/test/model', 'testkit/test/vectors/model.test.ts', 'legacy/test/laws.test.ts'],
  },
];

/** All of them, those of core first. */
export function mutatedFolders(root: string): MutatedFolder[] {
  const paths = listFiles(root, 'packages/core/src', '.ts').map((file) => file.split('/').slice(3));
  const names = new Set(paths.filter(({ length }) => length > 1).map(([folder]) => folder!));
  const core = [...names]
    .filter((name) => !tables.includes(name) && more.every((other) => other.name !== name))
    .map((name) => ({ name, sources: [`core/src/${name}`], tests: [`core/test/${name}`, misuse] }));
  return [...core, ...more];
}

/** The files that are mutated, relative to the workspace. */
export function sourcesOf(root: string, { sources }: MutatedFolder): string[] {
  return filesIn(root, sources, '.ts').filter((file) => !file.endsWith('/index.ts'));
}

/** The files of its tests, relative to the workspace; one that is named is never left out. */
export function testsOf(root: string, { tests }: MutatedFolder): string[] {
  return filesIn(root, tests, '.test.ts').filter(
    (file) => tests.includes(file.replace('packages/', '')) || !leftOut.test(file),
  );
}

/**
 * Laws that run for seconds, and would hide that no example shows what a line is for; tests of an engine, and tests
 * that start processes, which no mutant reaches; and those of the model that try each of a million headers or texts.
 * Comparisons of compressors with zlib stay: nothing else tells right bits from wrong ones.
 */
const leftOut =
  /(?:core|legacy)\/test\/.*[-/](laws|oracle|bare-engine)\.test\.ts$|workerd\.test\.ts$|permessage-deflate\/test\/(agreement|laws|memory)|model\/agreement\/(headers|text|close-codes)\.test\.ts$/;

/**
 * The folder that a file or a glob of `--mutate` belongs to.
 *
 * @throws Mistake when there is none.
 */
export function folderOf(root: string, mutate: string): MutatedFolder {
  const folders = mutatedFolders(root);
  const inside = folders.find(({ sources }) =>
    sources.some((path) => mutate.startsWith(`packages/${path}/`)),
  );
  if (inside === undefined) {
    const known = folders.flatMap(({ sources }) => sources.map((path) => `packages/${path}`));
    const given = mutate.split('/').slice(0, 4).join('/');
    throw new Mistake(`Option --mutate names no folder with '${mutate}': ${suggest(given, known)}`);
  }
  const isGlob = /[*?[{]/.test(mutate);
  // After a colon come line numbers.
  if (!isGlob && !existsSync(join(root, mutate.replace(/:.*/, '')))) {
    throw new Mistake(`Option --mutate names a file that is not there: '${mutate}'`);
  }
  return inside;
}

function filesIn(root: string, paths: readonly string[], extension: string): string[] {
  return paths.flatMap((path) =>
    path.endsWith(extension)
      ? [`packages/${path}`]
      : listFiles(root, `packages/${path}`, extension),
  );
}
