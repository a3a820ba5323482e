import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readText, withWorkspace, workspaceRoot } from '@sansocket/workspace';
import { listRuntimes, reportFile, runTests, type TestRuntime } from '../../src/runtimes/index.ts';

/** A program that writes a report where jest is told to, and nothing else. */
const reporter = `
import { writeFileSync } from 'node:fs';
const file = process.argv.find((arg) => arg.startsWith('--outputFile=')).slice(13);
writeFileSync(file, JSON.stringify({
  numPassedTests: 1,
  numFailedTests: 2,
  numRuntimeErrorTestSuites: 3,
}));
`;

const runtimeOf = (program: string): TestRuntime => ({
  id: 'fake',
  name: 'Fake',
  version: '1.2.3',
  command: () => [process.execPath, program],
  tests: ['packages/core/'],
  runs: 0.1,
});

const report = reportFile('fake');

describe('runTests()', () => {
  it('counts, and leaves the report of a whole run', async () => {
    await withWorkspace({ 'reporter.mjs': reporter }, async (root) => {
      const totals = await runTests(root, runtimeOf('reporter.mjs'), []);
      expect(totals).toEqual({ passed: 1, failed: 5 });
      expect(existsSync(join(root, report))).toBe(true);
    });
  });

  it('counts beside another run', async () => {
    await withWorkspace({ 'reporter.mjs': reporter }, async (root) => {
      const totals = await runTests(root, runtimeOf('reporter.mjs'), [], { isBeside: true });
      expect(totals).toEqual({ passed: 1, failed: 5 });
    });
  });

  it('keeps the report of the last whole run when only some tests run', async () => {
    await withWorkspace({ 'reporter.mjs': reporter, [report]: 'whole' }, async (root) => {
      await runTests(root, runtimeOf('reporter.mjs'), ['packages/core/test/x.test.ts']);
      expect(readText(root, report)).toBe('whole');
    });
  });

  it('counts a run without a report as a failure', async () => {
    await withWorkspace({ 'nothing.mjs': '', [report]: 'old' }, async (root) => {
      const totals = await runTests(root, runtimeOf('nothing.mjs'), []);
      expect(totals).toEqual({ passed: 0, failed: 1 });
    });
  });
});

describe('listRuntimes()', () => {
  const runtimes = listRuntimes(workspaceRoot);

  it('has the Node at hand first, then the other ones, Deno and Bun', () => {
    const ids = runtimes.map(({ id }) => id);
    expect(ids[0]).toBe(`node${process.versions.node.split('.', 1)[0]!}`);
    expect([...ids].sort()).toEqual(['bun', 'deno', 'node20', 'node22', 'node24', 'node26']);
  });

  it('knows the versions without starting anything', () => {
    for (const { version } of runtimes) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
