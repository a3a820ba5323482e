import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadCatalogue, selectCases } from '@sansocket/conformance';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { bugs } from './helpers/endpoint.ts';

const folder = join(import.meta.dirname, '../catalogue');
const { cases, rules } = loadCatalogue();
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

describe('catalogue', () => {
  const files = readdirSync(folder).filter((file) => /^[A-Z]\w\.json$/.test(file));

  it.each(files)('%s is as its schema says', (file) => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(
      read('catalogue.schema.json') as object,
    );
    validate(read(file));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has each id once, in its area, in order', () => {
    for (const file of files) {
      const { area, cases: all } = read(file) as { area: string; cases: { id: string }[] };
      const ids = all.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].sort());
      expect(ids.every((id) => id.startsWith(`${area}-`))).toBe(true);
    }
  });

  it('has a sentence of an RFC for each case, and none without a case', () => {
    const used = new Set(cases.flatMap((one) => one.rules));
    expect([...used].sort()).toEqual(Object.keys(rules).sort());
  });

  it('names each variant of a case differently', () => {
    for (const { id, variants } of cases) {
      const names = variants.map(({ name }) => name);
      expect([id, new Set(names).size]).toEqual([id, names.length]);
    }
  });
});

describe('cases that can fail a server', () => {
  /** Cases without a bug that is seeded, and why. */
  const without: Readonly<Record<string, string>> = {
    'CH-005': 'needs TLS; without it the same bytes are those of CH-001 and CH-003',
    'EX-001': 'sends the request of the probe: a server that fails it cannot be tested',
    'EX-003': 'sends an offer of the probe: a server that fails it cannot be tested',
    'HS-065': 'sends the request of the probe: a server that fails it cannot be tested',
    'HS-080': 'needs TLS',
    'HS-081': 'needs TLS',
  };

  it('have a seeded bug each, where the RFC says MUST', () => {
    const covered = new Set(Object.values(bugs).flatMap((ids) => ids.split(' ')));
    const uncovered = cases
      .filter(({ level, testee }) => level === 'MUST' && (testee === 'server' || testee === 'both'))
      .map(({ id }) => id)
      .filter((id) => !covered.has(id));
    expect(uncovered).toEqual(Object.keys(without));
  });
});

describe('selectCases()', () => {
  const ids = (...patterns: readonly string[]): readonly string[] =>
    selectCases({ cases, rules }, 'quick', patterns).map(({ id }) => id);

  it('takes ids, ids with *, RFCs, sections and levels', () => {
    expect(ids('fr-001', 'FR-002')).toEqual(['FR-001', 'FR-002']);
    expect(ids('MK-*').every((id) => id.startsWith('MK-'))).toBe(true);
    expect(ids('rfc7692')).toContain('PM-001');
    expect(ids('rfc6455:5.5')).toEqual(expect.arrayContaining(['CT-001', 'LN-007']));
    expect(ids('rfc6455:5.5')).not.toContain('MK-001');
    expect(ids('level:SHOULD')).toContain('HS-005');
  });

  it('leaves out what stands behind !', () => {
    expect(ids('FR-*', '!FR-001')).not.toContain('FR-001');
    expect(ids('!FR-*').some((id) => id.startsWith('FR-'))).toBe(false);
  });

  it('has more cases in the profile full', () => {
    const all = selectCases({ cases, rules }, 'full', []);
    expect(all.length).toBeGreaterThan(ids().length);
  });

  it('says which case is near to one that does not exist', () => {
    expect(() => ids('FR-01')).toThrow(/No case fits 'FR-01': did you mean FR-0/);
  });
});
