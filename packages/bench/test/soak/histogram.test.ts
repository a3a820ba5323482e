import { describe, expect, it } from '@jest/globals';
import { Histogram } from '../../src/soak/histogram.ts';

describe('Histogram', () => {
  it('knows quantiles to 5 %, and the longest time exactly', () => {
    const histogram = new Histogram();
    for (let ms = 1; ms <= 1000; ms++) histogram.add(ms);
    const { p50, p99, max } = histogram.spread();
    expect(Math.abs(p50 / 500 - 1)).toBeLessThan(0.06);
    expect(Math.abs(p99 / 990 - 1)).toBeLessThan(0.06);
    expect(max).toBe(1000);
  });

  it('is 0 when nothing was counted, and when nothing took any time', () => {
    const histogram = new Histogram();
    expect(histogram.spread()).toEqual({ p50: 0, p99: 0, max: 0 });
    histogram.add(0);
    expect(histogram.spread()).toEqual({ p50: 0, p99: 0, max: 0 });
  });
});
