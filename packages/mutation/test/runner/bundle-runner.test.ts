/** The test runner over a workspace with one small folder of core, instrumented by hand. */

import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withWorkspace, writeText } from '@sansocket/workspace';
import { BundleRunner } from '../../src/runner/bundle-runner.ts';
import type {
  MutantRunOptions,
  MutantRunResult,
  RunSettings,
} from '../../src/runner/plugin-contract.ts';
import { nameOf } from '../../src/runner/sample.ts';

const source = `
const stryker = (0, eval)('this').__stryker__;
function isActive(id) {
  const coverage = (stryker.mutantCoverage ??= { static: {}, perTest: {} });
  const test = stryker.currentTestId;
  (test === undefined ? coverage.static : (coverage.perTest[test] ??= {}))[id] = 1;
  if (stryker.activeMutant !== id) return false;
  if (stryker.hitLimit !== undefined && ++stryker.hitCount > stryker.hitLimit) throw Error('often');
  return true;
}
export const one: number = isActive('static') ? 2 : 1;
export function add(a: number, b: number): number {
  return isActive('minus') ? a - b : a + b;
}
export async function wait(): Promise<number> {
  if (isActive('waiting')) await new Promise(() => undefined);
  return 3;
}
export function count(): number {
  let i = 0;
  for (; i < 3; isActive('endless') ? i-- : i++);
  return i;
}
`;

const test = `
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { add, count, one, wait } from 'sansocket/sums';
globalThis.base = 0;
beforeEach(() => { globalThis.base = 1; });
afterEach(() => { globalThis.base = 0; });
it('has a one', () => expect(one).toBe(globalThis.base));
describe('add()', () => {
  it.each([[0, 0], [2, 0]])('leaves %i alone', (a, b) => expect(add(a, b)).toBe(a));
  describe.each(['x'])('of %s', () => {
    it('adds', async () => expect(add(await 1, 2)).toBe(3));
  });
});
it('counts', () => {
  jest.spyOn(Math, 'max').mockReturnValue(7);
  expect(count()).toBe(3);
});
it('has no spy any more', () => expect(Math.max(1, 2)).toBe(2));
`;

const other = `
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from '@jest/globals';
import { wait } from '@sansocket/more';
let begins = 0;
beforeAll(async () => { await undefined; begins++; });
it.skip('is left out', () => expect(1).toBe(2));
it('finds the files beside it', async () => {
  const file = new URL('beside.txt', import.meta.url);
  expect([readFileSync(file, 'utf8'), begins]).toEqual(['text', 1]);
});
it('waits', async () => {
  expect([await wait(), begins]).toEqual([3, 1]);
  await new Promise((resolve) => setImmediate(resolve));
});
it('has hooks of its own', () => expect(globalThis.base).toBe(0));
`;

const alone = `
import { expect, it } from '@jest/globals';
Reflect.deleteProperty(globalThis, 'Float64Array');
const { one } = await import('sansocket/sums');
it('loads core in another engine', () => {
  expect([one, typeof Float64Array]).toEqual([1, 'undefined']);
});
`;

const files = {
  'packages/core/src/sums/index.ts': source,
  'packages/core/test/sums/sums.test.ts': test,
  'packages/core/test/sums/own-hooks.test.ts': other,
  'packages/core/test/sums/other-engine.test.ts': alone,
  'packages/core/test/sums/beside.txt': 'text',
  'packages/more/src/index.ts': "export { wait } from 'sansocket/sums';",
};

const settings = (root: string): RunSettings => ({
  package: 'core',
  tests: ['own-hooks', 'sums', 'other-engine'].map(
    (name) => `packages/core/test/sums/${name}.test.ts`,
  ),
  journal: join(root, '.cache/journal.jsonl'),
  sourcesHash: 'sources',
  testsHash: 'tests',
});

/** What `use` makes of a runner that has run all tests once. */
function withRunner<Result>(use: (runner: BundleRunner) => Promise<Result>): Promise<Result> {
  return withWorkspace(files, async (root) => {
    const runner = new BundleRunner(root, settings(root));
    await runner.init();
    expect((await runner.dryRun()).tests).toHaveLength(10);
    return use(runner);
  });
}

const start = { line: 0, column: 0 };
const location = { start, end: start };

const runtime = (id: string, more: Partial<MutantRunOptions> = {}): MutantRunOptions => ({
  activeMutant: { id, fileName: 'a.ts', location, replacement: id },
  mutantActivation: 'runtime',
  reloadEnvironment: false,
  ...more,
});

const loaded = (id: string): MutantRunOptions =>
  runtime(id, { mutantActivation: 'static', reloadEnvironment: true });

describe('BundleRunner', () => {
  it('names the tests, and tells which mutants each reaches', async () => {
    const { tests, mutantCoverage } = await withRunner((runner) => runner.dryRun());
    expect(tests.map(({ name }) => name)).toEqual([
      'finds the files beside it',
      'waits',
      'has hooks of its own',
      'has a one',
      'add() leaves %i alone #0',
      'add() leaves %i alone #1',
      'add() of %s #0 adds',
      'counts',
      'has no spy any more',
      'loads core in another engine',
    ]);
    expect(mutantCoverage).toMatchObject({ perTest: { 6: { minus: 1 }, 7: { endless: 1 } } });
  });

  it('stops at the first test that notices', async () => {
    const result = await withRunner((runner) => runner.mutantRun(runtime('minus')));
    expect(result).toMatchObject({ status: 'killed', killedBy: ['6'] });
  });

  it('runs the tests that are asked for', async () => {
    const options = runtime('minus', { testFilter: ['4', '5'] });
    const result = await withRunner((runner) => runner.mutantRun(options));
    expect(result).toEqual({ status: 'survived', nrOfTests: 2 });
  });

  it('takes a mutant that runs too often for endless', async () => {
    const options = runtime('endless', { hitLimit: 50 });
    const result = await withRunner((runner) => runner.mutantRun(options));
    expect(result).toMatchObject({ status: 'timeout' });
  });

  it('loads core with a mutant that is reached then, and without it again', async () => {
    const results = await withRunner(
      async (runner): Promise<MutantRunResult[]> => [
        await runner.mutantRun(runtime('static')),
        await runner.mutantRun(loaded('static')),
        await runner.mutantRun(runtime('nothing', { reloadEnvironment: true })),
      ],
    );
    expect(results.map(({ status }) => status)).toEqual(['survived', 'killed', 'survived']);
  });

  it('takes a test for failed that waits for what does not come', async () => {
    const options = runtime('waiting', { testFilter: ['1'] });
    const result = await withRunner((runner) => runner.mutantRun(options));
    expect(result).toMatchObject({ status: 'killed', killedBy: ['1'] });
  });

  it('knows what it has found, and tries survivors again with other tests', async () => {
    const results = await withWorkspace(files, async (root) => {
      const first = new BundleRunner(root, settings(root));
      await first.init();
      await first.dryRun();
      const killed = await first.mutantRun(runtime('minus'));
      const survived = await first.mutantRun(runtime('nothing'));
      // What runs no test finds nothing anew.
      const later = async (more: Partial<RunSettings>): Promise<MutantRunResult[]> => {
        const runner = new BundleRunner(root, { ...settings(root), ...more });
        await runner.init();
        const noTests = { testFilter: [] };
        return [
          await runner.mutantRun(runtime('minus', noTests)),
          await runner.mutantRun(runtime('nothing', noTests)),
        ];
      };
      const nothing = { status: 'survived', nrOfTests: 0 };
      expect(killed).toMatchObject({ status: 'killed' });
      expect(await later({})).toEqual([killed, survived]);
      expect(await later({ testsHash: 'others' })).toEqual([killed, nothing]);
      return await later({ sourcesHash: 'others' });
    });
    expect(results).toMatchObject([{ status: 'survived' }, { status: 'survived' }]);
  });

  it('takes a mutant for endless that took a runner with it, unless it was the last', async () => {
    const results = await withWorkspace(files, async (root) => {
      const { journal, sourcesHash: sources, testsHash: tests } = settings(root);
      const names = ['a', 'b', 'c'].map((id) => nameOf(runtime(id).activeMutant));
      const lines = names.map((mutant) => `${JSON.stringify({ mutant, sources, tests })}\n`);
      writeText(root, relative(root, journal), lines.join(''));
      const runner = new BundleRunner(root, { ...settings(root), tests: [] });
      const run = (id: string) => runner.mutantRun(runtime(id, { testFilter: [] }));
      return [await run('a'), await run('b'), await run('c')];
    });
    expect(results.map(({ status }) => status)).toEqual(['timeout', 'survived', 'survived']);
  });

  it('leaves out tests that are skipped, or run at the same time', async () => {
    const others = 'packages/core/test/sums/others.test.ts';
    const text = `
      import { it } from '@jest/globals';
      it.skip('a', () => {});
      it.concurrent.each([1, 2])('b', () => {});
      it('c', () => {});
    `;
    const names = await withWorkspace({ ...files, [others]: text }, async (root) => {
      const runner = new BundleRunner(root, { ...settings(root), tests: [others] });
      await runner.init();
      return (await runner.dryRun()).tests.map(({ name }) => name);
    });
    expect(names).toEqual(['c']);
  });

  it('leaves out a test that fails without a mutant', async () => {
    const failing = 'packages/core/test/sums/failing.test.ts';
    const text = "import { it } from '@jest/globals';\nit('fails', () => { throw Error(); });";
    const names = await withWorkspace({ ...files, [failing]: text }, async (root) => {
      const some = { ...settings(root), tests: [failing, settings(root).tests[0]!] };
      const warnings: string[] = [];
      const runner = new BundleRunner(root, some, (message) => warnings.push(message));
      await runner.init();
      const { tests } = await runner.dryRun();
      expect(warnings).toEqual([
        expect.stringMatching(/^Left out, as it fails without a mutant: fails \(/),
      ]);
      return tests.map(({ id }) => id);
    });
    expect(names).toEqual(['1', '2', '3']);
  });
});
