import { describe, expect, it } from '@jest/globals';
import { goalFor, judge, missesGoal } from '../../src/report/index.ts';
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
