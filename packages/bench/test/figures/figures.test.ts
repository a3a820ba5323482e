import { describe, expect, it } from '@jest/globals';
import { mergeFigures, resultsOf, serializeFigures } from '../../src/figures/index.ts';
import { figuresOf, someFigures } from '../helpers.ts';

describe('mergeFigures()', () => {
  const later = {
    ...someFigures,
    date: '2026-02-03',
    runtimes: {
      node: {
        version: 'Node 22.0.0',
        rows: [
          { row: 'handshake', figures: [figuresOf('sansocket', 1)], missing: {} },
          {
            row: 'decode-text-16-server',
            figures: [figuresOf('sansocket', 1), figuresOf('ws', 15)],
            missing: {},
          },
        ],
      },
    },
    updates: [],
  };

  it('replaces the rows that were measured, and keeps the others in the order of the table', () => {
    const { runtimes, updates, date } = mergeFigures(someFigures, later);
    expect(date).toBe('2026-02-03');
    expect(runtimes.node?.version).toBe('Node 22.0.0');
    expect(runtimes.node?.rows.map(({ row }) => row)).toEqual([
      'decode-text-16-server',
      'handshake',
      'echo-text-16-64x1',
    ]);
    expect(runtimes.node?.rows[0]?.figures[1]?.ratio.median).toBe(15);
    expect(runtimes.bun).toEqual(someFigures.runtimes.bun);
    expect(updates).toEqual(someFigures.updates);
  });

  it('drops rows that there are no longer', () => {
    const rows = [{ row: 'gone', figures: [], missing: {} }];
    const before = { ...someFigures, runtimes: { node: { version: 'Node 20.0.0', rows } } };
    expect(mergeFigures(before, later).runtimes.node?.rows.map(({ row }) => row)).not.toContain(
      'gone',
    );
  });

  it('takes the first figures as they are', () => {
    expect(mergeFigures(undefined, someFigures)).toEqual(someFigures);
  });
});

describe('serializeFigures()', () => {
  it('writes JSON that reads back, a row a line, four digits a number', () => {
    const precise = { ...someFigures, updates: [{ ...someFigures.updates[0]!, bytes: 1234.567 }] };
    const text = serializeFigures(precise);
    expect(JSON.parse(text)).toEqual({
      ...someFigures,
      updates: [{ ...someFigures.updates[0]!, bytes: 1235 }],
    });
    expect(text.split('\n').filter((line) => line.includes('"row":'))).toHaveLength(3);
  });
});

describe('resultsOf()', () => {
  it('finds the row of each', () => {
    const [first] = resultsOf(someFigures, 'node');
    expect(first?.row.title).toBe('decode text 16 B, server, 64 KiB reads');
    expect(resultsOf(someFigures, 'deno')).toEqual([]);
  });
});
