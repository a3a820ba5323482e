import { describe, expect, it } from '@jest/globals';
import { areas, type Case, loadCatalogue } from '@sansocket/conformance';
import { renderCases } from '../src/cases-page.ts';

const catalogue = loadCatalogue();

describe('renderCases()', () => {
  it('has a section for each area, and a row for each case', () => {
    const one: Case = {
      id: 'MK-001',
      title: 'a | b',
      testee: 'server',
      level: 'MUST',
      profile: 'quick',
      rules: ['mask', 'close', 'mask-again'],
      needs: ['deflate'],
      variants: [
        { name: 'x', strict: [], tolerated: [] },
        { name: 'y', strict: [], tolerated: [] },
      ],
      strict: ['deliver'],
    };
    const { needs: _, ...other } = {
      ...one,
      id: 'FR-002',
      level: 'info' as const,
      rules: ['close'],
    };
    const rules = {
      mask: { ref: 'RFC 6455 §5.1', text: '' },
      close: { ref: 'RFC 6455 §7', text: '' },
      'mask-again': { ref: 'RFC 6455 §5.1', text: '' },
    };
    const page = renderCases({ cases: [one, other], rules }, { MK: 'Masking', FR: 'Bits, codes' });
    expect(page.match(/^(## .*|\| [`[].*)$/gm)).toEqual([
      '| [FR](#fr-bits-codes) | Bits, codes | 1 |',
      '| [MK](#mk-masking) | Masking | 1 |',
      '## FR: Bits, codes',
      '| `FR-002` | a \\| b | info | quick | server | 2 | RFC 6455 §7 |',
      '## MK: Masking',
      '| `MK-001` | a \\| b (needs deflate) | MUST | quick | server | 2 | RFC 6455 §5.1, RFC 6455 §7 |',
    ]);
    expect(page).toContain('The 2 cases of');
    expect(page).toContain('with 4 variants');
  });

  it('has every case of the catalogue exactly once, in an area with a name', () => {
    const page = renderCases(catalogue, areas);
    const ids = [...page.matchAll(/^\| `([A-Z]\w-\d+)` /gm)].map(([, id]) => id);
    expect(ids).toEqual(catalogue.cases.map(({ id }) => id));
    expect(page).not.toMatch(/^## \w+: $/m);
  });
});
