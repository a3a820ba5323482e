import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withWorkspace, workspaceRoot } from '@sansocket/workspace';
import { listRuntimes, runTests, type TestRuntime } from '../../src/runtimes/index.ts';

/** A program that writes a report where jest is told to, and nothing else. */
const reporter = `
import { writeFileSync } from 'node:fs';
const file = process.argv.find((arg) => arg.startsWith('--outputFile=')).slice(13);
const assertionResults = [{ ancestorTitles: ['a'], title: 'b', status: 'passed' }];
writeFileSync(file, JSON.stringify({
  numPassedTests: 1,
  numFailedTests: 2,
  numRuntimeErrorTestSuites: 3,
  testResults: [{ name: process.cwd() + '/packages/core/test/x.test.ts', assertionResults }],
}));
`;

const runtimeOf = (program: string): TestRuntime => ({
  id: 'fake',
  name: 'Fake',
  version: '1.2.3',
  command: () => [process.execPath, program],
  tests: ['packages/core/'],
});

const results = '.cache/results/support/fake.json';

describe('runTests()', () => {
  it('counts, and leaves the status of each test for the table of support', async () => {
    await withWorkspace({ 'reporter.mjs': reporter }, (root) => {
      expect(runTests(root, runtimeOf('reporter.mjs'), [])).toEqual({ passed: 1, failed: 5 });
      expect(JSON.parse(readFileSync(join(root, results), 'utf8'))).toEqual({
        version: '1.2.3',
        tests: { 'core/test/x.test.ts › a › b': 'passed' },
      });
    });
  });

  it('leaves nothing for the table when only some tests were run', async () => {
    await withWorkspace({ 'reporter.mjs': reporter, [results]: '{}' }, (root) => {
      runTests(root, runtimeOf('reporter.mjs'), ['packages/core/test/x.test.ts']);
      expect(existsSync(join(root, results))).toBe(false);
    });
  });

  it('counts a run without a report as a failure', async () => {
    await withWorkspace({ 'nothing.mjs': '' }, (root) => {
      expect(runTests(root, runtimeOf('nothing.mjs'), [])).toEqual({ passed: 0, failed: 1 });
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
