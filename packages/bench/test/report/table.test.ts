import { describe, expect, it } from '@jest/globals';
import { amountOf, figure, tableHead, tableRows } from '../../src/report/index.ts';
import { figuresOf, smallRow } from '../helpers.ts';

describe('tableRows()', () => {
  const figures = [
    figuresOf('sansocket', 1),
    figuresOf('ws', 4),
    { ...figuresOf('bun', 0.5), p99: 1.234 },
  ];

  it('has a line for each, with the goal and whether it is reached', () => {
    const missing = { websocket: 'Error: not there' };
    const lines = tableRows({ row: smallRow, figures, missing }, 'node');
    expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['small', 'sansocket', '100 ns'],
      ['ws', '400 ns', '4.00', '2.00 to 8.00', '4.00', '3', '5', 'must'],
      ['bun', '50.0 ns', '0.50', '0.25 to 1.00', '0.50', 'p99 1.23 ms'],
      ['websocket', 'Error: not there'],
    ]);
  });

  it('stands under its heads', () => {
    const [, line] = tableRows({ row: smallRow, figures, missing: {} }, 'node');
    const end = (text: string, part: string): number => text.indexOf(part) + part.length;
    expect(end(line!, '2.00 to 8.00')).toBe(end(tableHead(), 'quartiles'));
    expect(end(line!, '400 ns')).toBe(end(tableHead(), 'CPU or bytes'));
  });
});

describe('amountOf()', () => {
  it.each([
    [12.34, 'time', '12.3 ns'],
    [1234, 'time', '1234 ns'],
    [12_345, 'time', '12.3 µs'],
    [12_345_678, 'time', '12.35 ms'],
    [12.6, 'hold', '13 B'],
  ] as const)('writes %d of %s as %s', (value, measure, text) => {
    expect(amountOf(value, measure)).toBe(text);
  });
});

describe('figure()', () => {
  it('has as many digits as a ratio deserves', () => {
    expect([1.234, 12.34, 123.4].map(figure)).toEqual(['1.23', '12.3', '123']);
  });
});
