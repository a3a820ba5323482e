import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withWorkspace } from '@sansocket/workspace';
import {
  currentRecord,
  type Feature,
  judgeSupport,
  readResults,
  recordFile,
  recordOf,
  renderPage,
  renderTable,
  resultsFolder,
  resultsOfJest,
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
    recordOf(list.features, { version: '1', tests });

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

describe('resultsOfJest()', () => {
  it('names tests by their file under packages/', () => {
    const assertionResults = [{ ancestorTitles: ['a'], title: 'b', status: 'passed' }];
    const name = join('/w/packages/core/test', 'x.test.ts');
    expect(resultsOfJest('/w', { testResults: [{ name, assertionResults }] }, '1')).toEqual({
      version: '1',
      tests: { 'core/test/x.test.ts › a › b': 'passed' },
    });
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
  const files = (version: string, test: string) => ({
    [recordFile]: JSON.stringify({
      node20: { version: '20.20.2', passed: ['frames'], failed: [] },
    }),
    [`${resultsFolder}/node20.json`]: JSON.stringify({ version, tests: { [test]: 'passed' } }),
  });

  it('takes up a run that proved something else than was recorded', async () => {
    await withWorkspace(files('20.20.3', 'node/test/tcp.test.ts › echoes'), (root) => {
      const row = { version: '20.20.3', passed: ['tcp'], failed: [] };
      expect(currentRecord(root, list, false)).toEqual({ node20: row });
    });
  });

  it('takes up the version of a run that proved the same only when it is told to', async () => {
    await withWorkspace(files('20.20.3', 'core/test/framing/a.test.ts › reads'), (root) => {
      const versions = [false, true].map((takes) => currentRecord(root, list, takes)['node20']);
      expect(versions.map((row) => row?.version)).toEqual(['20.20.2', '20.20.3']);
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
  const portable = feature('portable', 'engines/test/*', 'core/test/*');
  const driving: SupportList = {
    features: [portable],
    runtimes: [
      { id: `node${process.versions.node.split('.', 1)[0]!}`, name: 'Node', command: 'pnpm test' },
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
  const files = {
    'engine.json': '{ "version": "0.32.0" }',
    [`${resultsFolder}/${node!.id}.json`]: JSON.stringify({
      version: '20.20.2',
      tests: { ...own, ...driven },
    }),
  };

  it('leaves to a runtime the tests that drive it', async () => {
    await withWorkspace(files, (root) => {
      expect(readResults(root, driving, node!)).toEqual({ version: '20.20.2', tests: own });
      expect(readResults(root, driving, quickjs!)).toEqual({ version: '0.32.0', tests: driven });
    });
  });

  it('knows nothing of a runtime whose tests were all passed over', async () => {
    const tests = { 'engines/test/quickjs.test.ts › is': 'pending' };
    const skipped = JSON.stringify({ version: '20.20.2', tests });
    await withWorkspace({ ...files, [`${resultsFolder}/${node!.id}.json`]: skipped }, (root) =>
      expect(readResults(root, driving, quickjs!)).toBeUndefined(),
    );
  });

  it('knows nothing of a runtime that was not run', async () => {
    await withWorkspace({}, (root) => {
      for (const runtime of driving.runtimes) {
        expect(readResults(root, driving, runtime)).toBeUndefined();
      }
    });
  });
});
