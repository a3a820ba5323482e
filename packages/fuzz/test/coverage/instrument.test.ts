import { describe, expect, it } from '@jest/globals';
import { Coverage, instrument } from '../../src/coverage/index.ts';
import { plant } from '../helpers/planted.ts';

/** Runs an instrumented function and gives the counters that were hit. */
function hitsOf(source: string, ...args: readonly unknown[]): number[] {
  const { call, hits } = plant(source);
  call(...args);
  return [...hits];
}

describe('instrument()', () => {
  it('counts functions, statements and branches, defaults and conditions too', () => {
    const source = 'function f(a, b = 1) { return a ? b && 2 : a ?? 3; }';
    const taken = hitsOf(source, true);
    const other = hitsOf(source, null, 4);
    expect(taken).toHaveLength(other.length);
    expect(taken).not.toEqual(other);
    expect(Math.max(...taken, ...other)).toBe(1);
  });

  it('counts each time around a loop', () => {
    expect(hitsOf('function f(n) { for (let i = 0; i < n; i++) n; }', 5)).toContain(5);
  });

  it('counts from the number that it is given', () => {
    const { code, counters } = instrument('export const f = () => 1;', 'sample.js', 40);
    const numbers = [...code.matchAll(/coverageHits\[(\d+)\]\+\+/g)].map(([, number]) => number);
    expect(new Set(numbers)).toEqual(new Set(['40', '41', '42']));
    expect(counters).toBe(3);
  });
});

describe('Coverage', () => {
  it('finds news in classes of hits, and edges in counters', () => {
    const hits = new Uint32Array(3);
    const coverage = new Coverage(hits);
    const newsOf = (...counts: readonly number[]): number => {
      coverage.begin();
      hits.set(counts);
      return coverage.end().news;
    };
    expect(newsOf(0, 0, 0)).toBe(0);
    expect(newsOf(1, 1, 0)).toBe(2);
    expect(newsOf(1, 2, 0)).toBe(1);
    expect(newsOf(5, 7, 0)).toBe(2);
    expect(newsOf(6, 4, 0)).toBe(0);
    expect(newsOf(0, 0, 1000)).toBe(1);
    expect(newsOf(0, 0, 128)).toBe(0);
    expect([coverage.edges, coverage.size]).toEqual([3, 3]);
  });

  it('tells the work that was done', () => {
    const hits = new Uint32Array(2);
    const coverage = new Coverage(hits);
    coverage.begin();
    hits.set([70_000, 2]);
    expect(coverage.end().steps).toBe(70_002);
    coverage.begin();
    expect(coverage.end().steps).toBe(0);
  });
});
