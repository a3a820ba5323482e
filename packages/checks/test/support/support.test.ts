import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withWorkspace, writeText } from '@sansocket/workspace';
import { reportFile } from '../../src/runtimes/index.ts';
import {
  currentRecord,
  type Feature,
  judgeSupport,
  readResults,
  recordFile,
  recordOf,
  renderPage,
  renderTable,
  type SupportList,
} from '../../src/support/index.ts';

const feature = (id: string, ...tests: string[]): Feature => ({
  id,
  group: 'Protocol',
  title: `Of ${id}`,
  section: '',
  tests,
});

const frames = feature('frames', 'core/test/framing/*', 'core/test/masking/*');
const tcp = { ...feature('tcp', 'node/test/tcp.test.ts › echoes'), group: 'Transport' };

/** Leaves a report of jest, with statuses by full names, as a run does. */
function leaveReport(root: string, runtime: string, tests: Readonly<Record<string, string>>): void {
  const testResults = Object.entries(tests).map(([name, status]) => {
    const [file = '', title = ''] = name.split(' › ');
    const assertionResults = [{ ancestorTitles: [], title, status }];
    return { name: join(root, 'packages', file), assertionResults };
  });
  writeText(root, reportFile(runtime), JSON.stringify({ testResults }));
}

const host = `node${process.versions.node.split('.', 1)[0]!}`;
const runtimes = { 'packages/runtimes/package.json': '{ "dependencies": { "deno": "2.9.6" } }' };

const list: SupportList = {
  features: [frames, tcp],
  runtimes: [
    { id: 'node20', name: 'Node 20', command: 'pnpm test' },
    { id: 'quickjs', name: 'QuickJS', command: 'pnpm test quickjs' },
  ],
  reasons: [{ runtimes: ['quickjs'], features: ['tcp'], why: 'It has no sockets.' }],
};

const record = {
  node20: { version: '20.20.2', passed: ['frames', 'tcp'], failed: [] },
  quickjs: { version: '0.31.0', passed: ['frames'], failed: [] },
};

const messages = (...args: Parameters<typeof judgeSupport>): string[] => {
  return judgeSupport(...args).map(({ message }) => message);
};

describe('recordOf()', () => {
  const recorded = (tests: Record<string, string>) =>
    recordOf(list.features, { version: '1', tests: new Map(Object.entries(tests)) });

  it('takes a feature as proved when tests of it ran and all of those passed', () => {
    const tests = {
      'core/test/framing/a.test.ts › reads': 'passed',
      'core/test/framing/a.test.ts › measures': 'pending',
      'node/test/tcp.test.ts › echoes': 'pending',
    };
    expect(recorded(tests)).toEqual({ version: '1', passed: ['frames'], failed: [] });
  });

  it('takes a feature as failed when one test of it failed', () => {
    const tests = {
      'core/test/framing/a.test.ts › reads': 'passed',
      'core/test/masking/a.test.ts › masks': 'failed',
    };
    expect(recorded(tests)).toEqual({ version: '1', passed: [], failed: ['frames'] });
  });
});

describe('judgeSupport()', () => {
  it('finds nothing when each cell is green or has a reason', () => {
    expect(messages(list, record)).toEqual([]);
  });

  it('finds a cell that is neither', () => {
    const found = ['tcp in quickjs has no test that ran, and no reason'];
    expect(messages({ ...list, reasons: [] }, record)).toEqual(found);
  });

  it('finds a reason for a cell that is green', () => {
    const quickjs = { ...record.quickjs, passed: ['frames', 'tcp'] };
    const found = ["tcp in quickjs passes, though 'It has no sockets.'"];
    expect(messages(list, { ...record, quickjs })).toEqual(found);
  });

  it('finds a cell that failed, whatever the reason', () => {
    const quickjs = { ...record.quickjs, failed: ['tcp'] };
    expect(messages(list, { ...record, quickjs })).toEqual(['tcp in quickjs failed']);
  });

  it('finds a runtime that was never run', () => {
    const { node20 } = record;
    expect(messages(list, { node20 })).toEqual(['QuickJS was never run: pnpm test quickjs']);
  });

  it('finds a reason that names what there is not', () => {
    const reasons = [...list.reasons, { runtimes: ['nope'], features: ['tcp'], why: 'None.' }];
    const found = ["A reason names 'nope', which is no runtime and no feature"];
    expect(messages({ ...list, reasons }, record)).toEqual(found);
  });
});

describe('currentRecord()', () => {
  const deno: SupportList = {
    ...list,
    runtimes: [{ id: 'deno', name: 'Deno', command: 'pnpm test deno' }],
  };
  const recorded = { deno: { version: '2.9.5', passed: ['frames'], failed: [] } };
  const files = { ...runtimes, [recordFile]: JSON.stringify(recorded) };

  it('takes up a run that proved something else than was recorded', async () => {
    await withWorkspace(files, (root) => {
      leaveReport(root, 'deno', { 'node/test/tcp.test.ts › echoes': 'passed' });
      const row = { version: '2.9.6', passed: ['tcp'], failed: [] };
      expect(currentRecord(root, deno, false)).toEqual({ deno: row });
    });
  });

  it('takes up the version of a run that proved the same only when it is told to', async () => {
    await withWorkspace(files, (root) => {
      leaveReport(root, 'deno', { 'core/test/framing/a.test.ts › reads': 'passed' });
      const versions = [false, true].map((takes) => currentRecord(root, deno, takes)['deno']);
      expect(versions.map((row) => row?.version)).toEqual(['2.9.5', '2.9.6']);
    });
  });
});

describe('renderTable()', () => {
  it('has a row for each feature, a column for each runtime, and the reasons below', () => {
    expect(renderTable(list, record)).toBe(`| feature | Node 20<br>20.20.2 | QuickJS<br>0.31.0 |
| --- | --- | --- |
| **Protocol** | | |
| Of frames | ✅ | ✅ |
| **Transport** | | |
| Of tcp | ✅ | (1) |

1. It has no sockets.
`);
  });
});

describe('renderPage()', () => {
  it('leaves what is around the table as it is', () => {
    const page = 'a\n<!-- pnpm generate -->\nold\n<!-- end -->\nb\n';
    const rendered = renderPage(page, list, record);
    expect(rendered.startsWith('a\n<!-- pnpm generate -->\n\n| feature |')).toBe(true);
    expect(rendered.endsWith('\n\n<!-- end -->\nb\n')).toBe(true);
    expect(renderPage(rendered, list, record)).toBe(rendered);
  });

  it('refuses a page without marks', () => {
    expect(() => renderPage('a\n', list, record)).toThrow(/has no marks for a table$/);
  });
});

describe('readResults()', () => {
  const driving: SupportList = {
    features: [feature('portable', 'engines/test/*', 'core/test/*')],
    runtimes: [
      { id: host, name: 'Node', command: 'pnpm test' },
      {
        id: 'quickjs',
        name: 'QuickJS',
        command: 'pnpm test',
        drivenBy: ['engines/test/quickjs.test.ts*'],
        manifest: 'engine.json',
      },
    ],
    reasons: [],
  };
  const [node, quickjs] = driving.runtimes;
  const own = { 'core/test/a.test.ts › is': 'passed' };
  const driven = { 'engines/test/quickjs.test.ts › is': 'passed' };
  const files = { ...runtimes, 'engine.json': '{ "version": "0.32.0" }' };

  it('leaves to a runtime the tests that drive it', async () => {
    await withWorkspace(files, (root) => {
      leaveReport(root, host, { ...own, ...driven });
      expect(readResults(root, driving, node!)).toEqual({
        version: process.versions.node,
        tests: new Map(Object.entries(own)),
      });
      expect(readResults(root, driving, quickjs!)).toEqual({
        version: '0.32.0',
        tests: new Map(Object.entries(driven)),
      });
    });
  });

  it('knows nothing of a runtime whose tests were all skipped', async () => {
    await withWorkspace(files, (root) => {
      leaveReport(root, host, { 'engines/test/quickjs.test.ts › is': 'pending' });
      expect(readResults(root, driving, quickjs!)).toBeUndefined();
    });
  });

  it('knows nothing of a runtime that was not run', async () => {
    await withWorkspace(files, (root) => {
      for (const runtime of driving.runtimes) {
        expect(readResults(root, driving, runtime)).toBeUndefined();
      }
    });
  });
});
