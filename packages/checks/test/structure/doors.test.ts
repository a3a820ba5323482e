/**
 * The doors of core for users stay narrow: each value that one hands out has a user outside of core, another package
 * or a document.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { listFiles, readText, workspaceRoot } from '@sansocket/workspace';

/** The third of three bits that belong together. */
const alsoThere = ['RSV3'];

const code = listFiles(workspaceRoot, 'packages', '.ts');
const ofOthers = code
  .filter((path) => !path.startsWith('packages/core/'))
  .map((path) => readText(workspaceRoot, path));
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
  const doors = code.filter((path) => path.startsWith('packages/core/src/entries/'));

  it('are one for each layer', () => {
    expect(doors.length).toBeGreaterThan(9);
  });

  it.each(doors)('hand out values that somebody uses: %s', (path) => {
    const [, names = ''] = /^export \{([^}]*)\}/m.exec(readText(workspaceRoot, path))!;
    const values = valuesIn(names);
    expect(values.filter((name) => !used.has(name) && !alsoThere.includes(name))).toEqual([]);
  });
});
