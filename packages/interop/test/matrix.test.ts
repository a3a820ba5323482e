import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  cells,
  missingOf,
  type Results,
  recordFile,
  renderPage,
  runCell,
} from '@sansocket/interop';

const isCi = (process.env['CI'] ?? '') !== '';
const fromRoot = (path: string) =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('the matrix', () => {
  for (const cell of cells.filter(({ inCi }) => inCi)) {
    // In CI a program that is missing is a failure.
    const itNeeds = isCi || missingOf(cell) === undefined ? it : it.skip;
    itNeeds(`holds: ${cell.id}`, async () => {
      await runCell(cell);
    });
  }

  it('has cells with ids that tell them apart', () => {
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  it('was run, and is green in every cell', () => {
    const results = JSON.parse(fromRoot(recordFile)) as Results;
    const green = Object.entries(results).filter(([, { passed }]) => passed);
    expect(green.map(([id]) => id)).toEqual(cells.map(({ id }) => id));
    expect(fromRoot('docs/reference/interoperation.md')).toBe(renderPage(cells, results));
  });
});

describe('renderPage()', () => {
  it('says what was not run, what failed, and what was compressed', () => {
    const [one, two, three] = cells;
    const page = renderPage([one!, two!, three!], {
      [one!.id]: { version: '1', passed: false, extensions: '' },
      [two!.id]: { version: '2', passed: true, extensions: 'permessage-deflate' },
    });
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| -'));
    expect(rows.slice(1, 4).map((row) => row.split(' | ').slice(1, 4))).toEqual([
      ['1', '❌', 'no'],
      ['2', '✅', 'yes'],
      ['', 'not run', 'no'],
    ]);
  });
});
