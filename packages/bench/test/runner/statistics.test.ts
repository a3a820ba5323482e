import { describe, expect, it } from '@jest/globals';
import { shuffle, spreadOf } from '../../src/runner/statistics.ts';

describe('spreadOf()', () => {
  it('tells the median and the quartiles of an odd number of samples', () => {
    expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ first: 2, median: 3, third: 4 });
  });

  it('goes between two samples where none is in the middle', () => {
    expect(spreadOf([10, 20])).toEqual({ first: 12.5, median: 15, third: 17.5 });
  });

  it('takes one sample for all three', () => {
    expect(spreadOf([7])).toEqual({ first: 7, median: 7, third: 7 });
  });

  it('leaves the samples as they are, and throws without any', () => {
    const samples = [3, 1, 2];
    spreadOf(samples);
    expect(samples).toEqual([3, 1, 2]);
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});

describe('shuffle()', () => {
  it('keeps every value, in an order that the random numbers decide', () => {
    expect(shuffle(['a', 'b', 'c'], () => 0)).toEqual(['b', 'c', 'a']);
    expect(shuffle(['a', 'b', 'c']).sort()).toEqual(['a', 'b', 'c']);
  });
});
