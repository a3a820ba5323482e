import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type RuntimeName, runtimeNames, workspaceRoot } from '../../src/program/index.ts';
import type { Row } from '../../src/rows/index.ts';
import { type Budget, measureRow } from '../../src/runner/index.ts';
import { smallRow } from '../helpers.ts';

const budget: Budget = { processes: 1, patience: 3, rounds: 1, warmMs: 1, sliceMs: 1 };

const programs: Readonly<Record<RuntimeName, string>> = {
  node: process.execPath,
  deno: join(workspaceRoot, 'node_modules/deno/deno'),
  bun: join(workspaceRoot, 'node_modules/bun/bin/bun.exe'),
};

/** Skips where a program is missing, except in CI (`CI` is set), where that fails. */
function itNeeds(runtime: RuntimeName): typeof it | typeof it.skip {
  return existsSync(programs[runtime]) || (process.env['CI'] ?? '') !== '' ? it : it.skip;
}

const echo: Row = {
  ...smallRow,
  work: { kind: 'echo', messages: 'text', bytes: 16, connections: 3, inFlight: 1 },
};

describe.each(runtimeNames)('measureRow() in %s', (runtime) => {
  const measure = async (row: Row) => {
    const shares: number[] = [];
    const result = await measureRow(row, runtime, budget, (share) => shares.push(share));
    expect(shares.at(-1)).toBe(1);
    return result;
  };

  itNeeds(runtime)('times a worker of each library', async () => {
    const { figures, missing } = await measure(smallRow);
    expect(figures.map(({ name }) => name)).toEqual(['sansocket', 'ws']);
    expect(figures[0]?.ratio).toEqual({ first: 1, median: 1, third: 1 });
    for (const { value, wall } of figures) expect([value > 0, wall! > 0]).toEqual([true, true]);
    expect(missing).toEqual({});
  });

  itNeeds(runtime)('times a server of each library', async () => {
    const { figures } = await measure({ ...echo, against: ['ws', 'net'] });
    expect(figures.map(({ name }) => name)).toEqual(['sansocket', 'ws', 'net']);
    for (const { value, p99 } of figures) expect([value > 0, p99! > 0]).toEqual([true, true]);
  });

  itNeeds(runtime)('times the echoes of a good client beside a hostile one', async () => {
    const work = { kind: 'neighbour', traffic: 'empty-blocks' } as const;
    const { figures } = await measure({ ...smallRow, work, measure: 'wait', against: ['ws'] });
    for (const { value, max } of figures) expect(max! * 1e6).toBeGreaterThanOrEqual(value);
  });

  itNeeds(runtime)('counts what open connections hold', async () => {
    const row: Row = { ...smallRow, measure: 'hold', work: { kind: 'sockets', connections: 5 } };
    const { figures } = await measure(row);
    expect(figures.map(({ rss }) => typeof rss)).toEqual(['number', 'number']);
    const idle: Row = { ...smallRow, measure: 'hold', work: { kind: 'idle', connections: 500 } };
    const [core] = (await measure({ ...idle, against: [] })).figures;
    expect(core?.value).toBeGreaterThan(100);
  });
});

describe('measureRow()', () => {
  it.each([
    [16, 120],
    [125, 320],
  ])('finds that a text of %d bytes allocates %d bytes at most', async (bytes, most) => {
    const work = { ...smallRow.work, bytes } as Row['work'];
    const row: Row = { ...smallRow, work, measure: 'allocate', against: [] };
    const { figures } = await measureRow(row, 'node', budget, () => {});
    expect(figures[0]?.value).toBeLessThanOrEqual(most);
  });

  it('counts what each library allocates for a message', async () => {
    const { figures } = await measureRow(
      { ...smallRow, measure: 'allocate' },
      'node',
      budget,
      () => {},
    );
    for (const { value } of figures) expect(value).toBeGreaterThan(10);
  });

  it.each([
    ['until its caller has seen enough', [true, false], 2],
    ['up to its patience', [true, true, true, true], 3],
  ])('goes on %s', async (_, open, sets) => {
    const seen: number[] = [];
    let done = 0;
    await measureRow(
      smallRow,
      'node',
      budget,
      () => done++,
      ({ figures }) => {
        seen.push(figures.length);
        return open.shift()!;
      },
    );
    expect(done).toBe(sets);
    expect(seen).toEqual([2, 2]);
  });

  it('measures what is sent to all', async () => {
    const work: Row['work'] = { kind: 'broadcast', bytes: 125, connections: 3 };
    const { figures } = await measureRow({ ...smallRow, work }, 'node', budget, () => {});
    for (const { value } of figures) expect(value).toBeGreaterThan(0);
  });

  it('says who could not take part, and why', async () => {
    const row: Row = { ...smallRow, work: { kind: 'handshake', fields: 15 }, against: ['undici'] };
    const { figures, missing } = await measureRow(row, 'node', budget, () => {});
    expect(figures.map(({ name }) => name)).toEqual(['sansocket']);
    expect(missing['undici']).toContain('undici does no such work');
  });

  it('tells how many open files a row needs', async () => {
    const row: Row = { ...echo, work: { ...echo.work, connections: 1e9 } as Row['work'] };
    await expect(measureRow(row, 'node', budget, () => {})).rejects.toThrow(
      'run `ulimit -n 1000000200` first',
    );
  });
});
