import { describe, expect, it } from '@jest/globals';
import { goalFor, isOpen, judge, missesGoal } from '../../src/report/index.ts';
import type { Row } from '../../src/rows/index.ts';
import { figuresOf, smallRow } from '../helpers.ts';

describe('judge()', () => {
  const goal = { against: 'ws', must: 3, aim: 5 } as const;

  it.each([
    [2.99, 'missed'],
    [3, 'must'],
    [5, 'aim'],
  ])('says of a ratio of %d: %s', (times, verdict) => {
    expect(judge(goal, figuresOf('ws', times))).toBe(verdict);
  });

  it('wants bytes to be few', () => {
    const bytes = { against: undefined, must: 300, aim: 200 };
    expect(judge(bytes, figuresOf('sansocket', 2))).toBe('aim');
    expect(judge(bytes, figuresOf('sansocket', 2.5))).toBe('must');
    expect(judge(bytes, figuresOf('sansocket', 3.5))).toBe('missed');
  });
});

describe('isOpen()', () => {
  it.each([
    [1.4, false],
    [1.5, true],
    [5.9, true],
    [6.1, false],
  ])('says of %d times ws, where 3 are to be reached: %s', (times, open) => {
    const figures = [figuresOf('sansocket', 1), figuresOf('ws', times)];
    expect(isOpen({ row: smallRow, figures, missing: {} }, 'node')).toBe(open);
  });

  it('is not about bytes', () => {
    const row: Row = { ...smallRow, goals: [{ against: undefined, must: 1, aim: 1 }] };
    const figures = [figuresOf('sansocket', 1)];
    expect(isOpen({ row, figures, missing: {} }, 'node')).toBe(false);
  });
});

describe('missesGoal()', () => {
  it.each([
    [3, 1, false],
    [2.9, 1, true],
    [3, 0.9, true],
  ])('is about every line of a row: %d times ws, %d times undici: %s', (ws, undici, misses) => {
    const figures = [figuresOf('sansocket', 1), figuresOf('ws', ws), figuresOf('undici', undici)];
    expect(missesGoal({ row: smallRow, figures, missing: {} })).toBe(misses);
  });
});

describe('goalFor()', () => {
  it('is that of the row', () => {
    expect(goalFor(smallRow, 'ws', 'node')).toEqual({ against: 'ws', must: 3, aim: 5 });
  });

  it('is parity with every other library', () => {
    const parity = { must: 1, aim: 1.5 };
    expect(goalFor(smallRow, 'undici', 'node')).toEqual({ against: 'undici', ...parity });
    expect(goalFor(smallRow, 'memcpy', 'node')).toBeUndefined();
    expect(goalFor(smallRow, 'sansocket', 'node')).toBeUndefined();
  });

  it('is parity with ws in other runtimes', () => {
    expect(goalFor(smallRow, 'ws', 'bun')).toEqual({ against: 'ws', must: 1, aim: 1.5 });
    expect(goalFor(smallRow, 'websocket-driver', 'deno')).toBeUndefined();
  });
});
