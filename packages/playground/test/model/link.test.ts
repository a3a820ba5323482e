import { describe, expect, it } from '@jest/globals';
import { fragmentOf, isLink, linkedOf, plainScenario, sampleGroups } from '@sansocket/playground';

const samples = sampleGroups.flatMap((group) => group.samples);

describe('fragmentOf()', () => {
  it.each(samples)('carries: $title', ({ scenario }) => {
    for (const step of [undefined, 2]) {
      const linked = { scenario, step };
      expect(linkedOf(`#${fragmentOf(linked)}`)).toEqual(linked);
    }
  });

  it('leaves out what is as by default', () => {
    expect(fragmentOf({ scenario: plainScenario, step: undefined })).toBe('');
    expect(fragmentOf({ scenario: { ...plainScenario, role: 'client' }, step: 3 })).toBe(
      'role=client&step=3',
    );
  });
});

describe('linkedOf()', () => {
  it('takes the default for what is no choice', () => {
    const hostile = '#role=proxy&start=&after=%00&application=constructor&step=-1&deflate=1&x=y';
    expect(linkedOf(hostile)).toEqual({ scenario: plainScenario, step: undefined });
  });

  it('takes no step that is no number', () => {
    expect(linkedOf('step=1e9').step).toBeUndefined();
    expect(linkedOf('step=99999999').step).toBeUndefined();
    expect(linkedOf('step=7').step).toBe(7);
  });
});

describe('isLink()', () => {
  it('tells a scenario from a place on the page', () => {
    expect(isLink('#role=client')).toBe(true);
    expect(isLink('step=3')).toBe(true);
    for (const other of ['', '#', '#received-title', '#%zz', '#x=y'])
      expect(isLink(other)).toBe(false);
  });
});
