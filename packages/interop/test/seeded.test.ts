/** The record of `pnpm seeded`, and the seeded parsers that are tested nowhere else. @module */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  bugs,
  clientBugs,
  codecBugs,
  codecFindings,
  detectionPage,
  recordFile,
  renderDetection,
  type SeededRecord,
} from '@sansocket/interop/seeded';

const root = join(import.meta.dirname, '../../..');
const record = JSON.parse(readFileSync(join(root, recordFile), 'utf8')) as SeededRecord;

describe('seeded.json', () => {
  it('has every seeded bug once, of servers, clients and parsers', () => {
    // 59 bugs of servers are still to be measured by `pnpm seeded --write`: then all are asked for.
    const names = Object.keys(bugs);
    expect(Object.keys(record.server)).toEqual(names.filter((bug) => bug in record.server));
    expect(Object.keys(record.server).length).toBeGreaterThanOrEqual(128);
    expect(Object.keys(record.client)).toEqual(Object.keys(clientBugs));
    expect(Object.keys(record.codec)).toEqual(Object.keys(codecBugs));
  });

  it('has something that finds each bug: the cases that are named beside it', () => {
    const missed = Object.entries(record.server).filter(([, { cases }]) => cases.length === 0);
    expect(missed).toEqual([]);
    for (const [bug, ids] of Object.entries(clientBugs)) {
      expect([bug, record.client[bug]?.cases.length]).not.toEqual([bug, 0]);
      // Such a client fails the probe, or the first case.
      if (ids === 'probe') continue;
      const found = expect.arrayContaining(ids.split(' '));
      expect([bug, record.client[bug]?.cases]).toEqual([bug, found]);
    }
    for (const [bug, [id]] of Object.entries(codecBugs)) {
      expect([bug, record.codec[bug]?.cases]).toEqual([bug, expect.arrayContaining([id])]);
    }
  });

  it('is the source of a page that the reference links', () => {
    const index = readFileSync(join(root, 'docs/reference/index.md'), 'utf8');
    expect(index).toContain(`(${detectionPage.split('/').at(-1)!})`);
  });
});

describe('renderDetection()', () => {
  const page = renderDetection(
    {
      server: {
        a: { cases: ['FR-001', 'FR-002', 'FR-003', 'FR-004', 'FR-005'], property: 'pairs' },
        b: { cases: ['probe'], property: 'probe' },
        c: { cases: ['HS-001'] },
      },
      client: { d: { cases: ['HC-001'] } },
      codec: {},
    },
    { '1.1': ['FR-001'], '1.2': ['CT-001'] },
  );

  it('has a row for each bug', () => {
    expect(page).toContain(
      '| `a` | FR-001 FR-002 FR-003 FR-004 and 1 more | pairs | 1.1 |\n' +
        '| `b` | probe | probe | probe |\n| `c` | HS-001 |  |  |',
    );
    expect(page).toContain(
      '| bug | catalogue | outside cases |\n| --- | --- | --- |\n| `d` | HC-001 |  |',
    );
  });

  it('counts what is found', () => {
    expect(page).toContain('| servers | 3 | 3 | 3 | 2 | 2 |\n| clients | 1 | 1 | 1 |  | 0 |');
  });
});

describe('codecFindings()', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const found = async (bug: string | undefined, id: string): Promise<readonly string[]> => {
    const { results, trouble } = await codecFindings(bug, [id], join(folder, `${bug}.py`));
    expect(trouble).toBeUndefined();
    return results.map(({ case: one }) => one.id);
  };
  const isHere = ((): boolean => {
    try {
      execFileSync('python3', ['--version']);
      return true;
    } catch {
      return false;
    }
  })();

  const all = Object.entries(codecBugs).map(([bug, [id]]) => [bug, id] as const);
  (isHere ? it.each(all) : it.skip.each(all))('finds %s: %s', async (bug, id) => {
    expect(await found(bug, id)).toEqual([id]);
    expect(await found(undefined, id)).toEqual([]);
  });
});
