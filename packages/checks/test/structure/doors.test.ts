/**
 * The doors of core for users stay narrow: each value that one hands out has a user outside of core, another package
 * or a document.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { listFiles, readSources, readText, workspaceRoot } from '../../src/shared/index.ts';

/** What a layer by itself cannot do without. */
const toUseAlone = [
  'RSV3',
  'headerLength',
  'fragment',
  'activateExtensions',
  'closeExtensions',
  'negotiateExtensions',
];

const sources = readSources(workspaceRoot);
const tests = listFiles(workspaceRoot, 'packages', '.ts').filter((path) => path.includes('/test/'));
const ofOthers = [
  ...sources.map(({ path, text }) => [path, text] as const),
  ...tests.map((path) => [path, readText(workspaceRoot, path)] as const),
].flatMap(([path, text]) => (path.startsWith('packages/core/') ? [] : [text]));
const documents = [...listFiles(workspaceRoot, 'docs', '.md'), 'README.md'].map((file) =>
  readText(workspaceRoot, file),
);
const imports = [...ofOthers, ...documents].flatMap((text) => [
  ...text.matchAll(/(?:import|export) \{([^}]*)\} from 'sansocket(?:\/[a-z]+)?'/g),
]);
const used = new Set(imports.flatMap(([, names = '']) => valuesIn(names)));

/** The values of a list of names. */
function valuesIn(names: string): readonly string[] {
  const all = names.split(',').map((name) => name.trim().replace(/ as .*/, ''));
  return all.filter((name) => /^\w+$/.test(name));
}

describe('the doors of core for users', () => {
  const doors = sources.filter(({ path }) => path.startsWith('packages/core/src/entries/'));

  it('are one for each layer', () => {
    expect(doors.length).toBeGreaterThan(9);
  });

  it.each(doors)('hand out values that somebody uses: $path', ({ text }) => {
    const [, names = ''] = /^export \{([^}]*)\} from '[^']*';$/m.exec(text)!;
    const values = valuesIn(names);
    expect(values.filter((name) => !used.has(name) && !toUseAlone.includes(name))).toEqual([]);
  });
});
