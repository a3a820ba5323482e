/** The checker over a workspace with one small file of core. */

import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withWorkspace } from '@sansocket/workspace';
import { type CheckedMutant, leftOut } from '../../src/runner/plugin-contract.ts';
import { VariantChecker } from '../../src/runner/variant-checker.ts';

const file = 'packages/core/src/sums/add.ts';

const files = {
  'packages/core/tsconfig.json': '{ "extends": "../../tsconfig.base.json", "include": ["src"] }',
  'packages/core/node_modules/.keep': '',
  'packages/core/src/sums/one.ts': 'export const one: number = 1;\n',
  [file]: `import { one } from './one.ts';

export function add(a: number): number {
  return a + one;
}
`,
};

/** The expression of line 4, or the body, replaced. */
function mutant(root: string, id: string, replacement: string, isBody = false): CheckedMutant {
  const location = isBody
    ? { start: { line: 2, column: 39 }, end: { line: 4, column: 1 } }
    : { start: { line: 3, column: 9 }, end: { line: 3, column: 16 } };
  return { id, fileName: join(root, file), location, replacement };
}

describe('VariantChecker', () => {
  it('passes what compiles and refuses what does not, all at once', async () => {
    const [groups, results] = await withWorkspace(files, async (root) => {
      const checker = new VariantChecker(root, { package: 'core' });
      const mutants = [
        mutant(root, '1', 'a - one'),
        mutant(root, '2', 'a + "x"'),
        mutant(root, '3', '{}', true),
        mutant(root, '4', '2'),
      ];
      return [await checker.group(mutants), await checker.check(mutants)];
    });
    expect(groups).toEqual([['1', '2', '3', '4']]);
    expect(results).toEqual({
      1: { status: 'passed' },
      2: { status: 'compileError', reason: expect.stringContaining('TS2322') },
      3: { status: 'compileError', reason: expect.stringContaining('TS2355') },
      4: { status: 'passed' },
    });
  });

  it('leaves out what is not in the sample, the same each time', async () => {
    const results = await withWorkspace(files, async (root) => {
      const mutants = ['2', '3', '4', '5', 'a + "x"'].map((code, i) => mutant(root, `${i}`, code));
      const check = (seed: number) =>
        new VariantChecker(root, { package: 'core', sample: { size: 2, seed } }).check(mutants);
      const first = await check(1);
      expect(await check(1)).toEqual(first);
      return Object.values(first);
    });
    expect(results.filter(({ status }) => status === 'passed')).toHaveLength(2);
    expect(
      results.filter((result) => 'reason' in result && result.reason === leftOut),
    ).toHaveLength(2);
  });
});
