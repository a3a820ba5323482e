import { describe, expect, it } from '@jest/globals';
import { stealOf, stolenTicks } from '../../src/program/index.ts';

describe('stealOf()', () => {
  it('reads the time that was stolen from all processors', () => {
    const stat =
      'cpu  108354 0 26212 182074 144 0 9453 6975 0 0\ncpu0 54000 0 0 0 0 0 0 3000 0 0\n';
    expect(stealOf(stat)).toBe(6975);
  });

  it('takes a system that is too old to tell for one without', () => {
    expect(stealOf('cpu  1 2 3 4\n')).toBe(0);
  });
});

describe('stolenTicks()', () => {
  it('is a whole number', () => {
    expect(Number.isInteger(stolenTicks())).toBe(true);
  });
});
