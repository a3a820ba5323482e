import { describe, expect, it } from '@jest/globals';
import { fitScenario, fragmentOf, plainScenario, type Scenario } from '@sansocket/playground';

const fit = (more: Partial<Scenario>, dropped?: number) =>
  fitScenario({ ...plainScenario, ...more }, dropped);

describe('fitScenario()', () => {
  it('leaves alone what fits', () => {
    const input = '81 00  # an empty text';
    expect(fit({ input })).toEqual({ scenario: { ...plainScenario, input }, dropped: undefined });
  });

  it('leaves the first bytes, and says how many were dropped', () => {
    const { scenario, dropped } = fit({ format: 'text', input: 'a'.repeat(500_000) });
    expect(scenario.input).toBe('a'.repeat(16_384));
    expect(dropped).toBe('500000 bytes came, 16384 fit here: the last 483616 were dropped');
  });

  it('counts the bytes that were left out before', () => {
    expect(fit({ format: 'text', input: 'a'.repeat(16_384) }, 3).dropped).toBe(
      '16387 bytes came, 16384 fit here: the last 3 were dropped',
    );
  });

  it.each([
    ['input that cannot be read', { input: 'q'.repeat(5_000_000) }],
    ['remarks', { input: '# remark\n'.repeat(500_000) }],
    ['escapes', { format: 'text', input: '\\x81'.repeat(500_000) }],
    ['positions', { input: '00'.repeat(9), cut: `@${'1,'.repeat(500_000)}2` }],
    ['a cut that is none', { input: '00', cut: 'q'.repeat(500_000) }],
  ] as const)('keeps links short: %s', (_, more) => {
    expect(fragmentOf({ scenario: fit(more).scenario, step: undefined }).length).toBeLessThan(
      200_000,
    );
  });
});
