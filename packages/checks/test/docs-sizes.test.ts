/**
 * The sizes that `README.md` names are those that `pnpm size` holds.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '../src/shared/index.ts';
import { limitsFile } from '../src/size/index.ts';

const readme = readText(workspaceRoot, 'README.md');

describe('README.md', () => {
  it('names every limit of a size', () => {
    const rows = [...readme.matchAll(/^\| `(@?sansocket[^`]*)` \| ([\d ]+) \|$/gm)];
    const sizes = rows.map(([, name, bytes]) => [name, Number(bytes!.replaceAll(' ', ''))]);

    expect(Object.fromEntries(sizes)).toEqual(JSON.parse(readText(workspaceRoot, limitsFile)));
  });
});
