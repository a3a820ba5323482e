/** The page of laws: what their values reach. @module */
import { describe, expect, it } from '@jest/globals';
import { laws } from '@sansocket/testkit/laws';
import { measureLaw, renderLaws } from '../src/laws-page/index.ts';

describe('the page of laws', () => {
  it('has a row for each law, and one for each area of its labels with the rarest of them', () => {
    const limits = laws.find(({ name }) => name === 'limits')!;
    const measure = measureLaw(limits, 0.1);
    expect(measure.surprises).toEqual([]);
    expect(measure.runs).toBeGreaterThan(50);
    const labels = [
      { law: limits.name, label: 'size: small', values: 3, of: 4 },
      { law: limits.name, label: 'size: large', values: 1, of: 4 },
      { law: limits.name, label: 'size: none', values: 0, of: 0 },
    ];
    const page = renderLaws([{ ...measure, seconds: 1.25 }], [{ ...measure, seconds: 4, labels }]);
    expect(page).toContain(`| \`limits\` | ${limits.sentence} | ${measure.runs} | 1.3 | 4.0 |`);
    expect(page).toContain('| `limits` | size | 2 of 3 | none | 0.0 % |');
  });
});
