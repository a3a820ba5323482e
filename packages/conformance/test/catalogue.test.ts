import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  loadCatalogue,
  responseOf,
  scriptOf,
  selectCases,
  type Variant,
} from '@sansocket/conformance';
import { bugs, clientBugs, codecBugs, proxyBugs } from '@sansocket/interop/seeded';
import { judgeResponse } from '@sansocket/testkit/model';
import { Ajv2020 } from 'ajv/dist/2020.js';

const folder = join(import.meta.dirname, '../catalogue');
const catalogue = loadCatalogue();
const { cases, rules, autobahn } = catalogue;
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

  it('says of each case whether a compressed message refers to the one before', () => {
    const breaks = (steps: Variant['steps'], noContextTakeover: boolean): boolean =>
      scriptOf(steps ?? [], undefined, { windowBits: 15, noContextTakeover }).judgement
        .violation !== undefined;
    const refer = cases.filter(({ variants }) =>
      variants.some(
        ({ steps, extensions }) =>
          extensions === 'permessage-deflate' && breaks(steps, true) && !breaks(steps, false),
      ),
    );
    const say = cases.filter(({ needs }) => needs?.includes('takeover') === true);
    expect(say.map(({ id }) => id)).toEqual(refer.map(({ id }) => id));
  });

  it('names each variant of a case differently', () => {
    for (const { id, variants } of cases) {
      const names = variants.map(({ name }) => name);
      expect([id, new Set(names).size]).toEqual([id, names.length]);
    }
  });
});

describe('the map of Autobahn|Testsuite', () => {
  /** The number of its cases in each group: all that it checks. */
  const groups: Readonly<Record<string, readonly number[]>> = {
    '1': [8, 8],
    '4': [5, 5],
    '6': [3, 4, 2, 4, 5, 11, 4, 2, 4, 3, 5, 8, 5, 10, 1, 3, 5, 5, 5, 7, 8, 34, 7],
    '7': [6, 0, 6, 0, 1, 0, 13, 0, 9, 0, 0, 0, 2],
    '9': [6, 6, 9, 9, 6, 6, 6, 6],
    '10': [1],
    '12': [18, 18, 18, 18, 18],
    '13': [18, 18, 18, 18, 18, 18, 18],
  };
  const numbered = (prefix: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, i) => `${prefix}.${i + 1}`);
  const all = [
    ...Object.entries(groups).flatMap(([group, counts]) =>
      counts.flatMap((count, i) => numbered(`${group}.${i + 1}`, count)),
    ),
    ...numbered('2', 11),
    ...numbered('3', 7),
    ...numbered('5', 20),
  ];

  it('leaves out nothing that it checks', () => {
    expect(all).toHaveLength(517);
    expect(all.filter((id) => (autobahn[id] ?? []).length === 0)).toEqual([]);
    expect(Object.keys(autobahn).filter((id) => !all.includes(id))).toEqual([]);
  });

  it('names cases that exist', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect(
      Object.values(autobahn)
        .flat()
        .filter((id) => !ids.has(id)),
    ).toEqual([]);
  });
});

describe('the responses of the catalogue', () => {
  const key = 'AQIDBAUGBwgJCgsMDQ4PEA==';
  const judged = cases
    .filter((one) => one.testee === 'client' && one.level !== 'info')
    .flatMap((one) => one.variants.map((variant) => ({ one, variant })))
    // A head of a MiB takes the model minutes.
    .filter(({ one, variant }) => one.profile === 'quick' && variant.response !== undefined);

  it.each(judged.map(({ one, variant }) => [`${one.id} ${variant.name}`, one, variant] as const))(
    'are refused where the model refuses them: %s',
    (_, one, variant) => {
      const offered = one.needs?.includes('subprotocol') === true ? 'chat.v1' : undefined;
      const deflate = one.needs?.includes('no-deflate') === true ? undefined : 'permessage-deflate';
      const bits = one.needs?.includes('no-client-bits') === true ? '' : '; client_max_window_bits';
      const { extensions, response } = variant;
      const bytes = responseOf({ key, offered, extensions }, response);
      const { kind } = judgeResponse(bytes.slice(0, response?.only), {
        key,
        extensions: deflate === undefined ? undefined : deflate + bits,
        subprotocols: offered === undefined ? [] : [offered],
      });
      const outcomes = [...variant.strict, ...variant.tolerated];
      const isTaken = outcomes.some((it) => !/^refuse|^fail|^end/.test(it));
      const isRefused = outcomes.includes('refuse');
      expect([kind === 'established' ? isTaken : isRefused]).toEqual([true]);
    },
  );
});

describe('cases that can fail', () => {
  /** Cases that find none of the seeded bugs, by the reason. */
  const without: Readonly<Record<string, string>> = {
    'the probe asks the same: an endpoint that fails it cannot be tested':
      'EX-001 EX-003 HC-001 HC-002 HC-005 HS-065 SE-001',
    'a known fault of a release, which `pnpm farm --historic` shows': 'EX-040 EX-041 RS-040',
    'needs TLS, which the endpoints do not speak': 'CH-005 HS-080 HS-081',
    'a size of the older suite: the same rules as in other areas':
      'SZ-001 SZ-002 SZ-003 SZ-004 SZ-005 SZ-006 SZ-007 SZ-008 SZ-009 SZ-010 SZ-011 SZ-012 SZ-013 SZ-014 SZ-015 SZ-016 SZ-017 SZ-018 SZ-019 SZ-020 SZ-021 SZ-022 SZ-023',
    'found by a bug of either end, which seeded-bugs.test.ts seeds into a client': 'CL-026',
    'no MUST: a choice that servers and clients make on purpose, for which no bug is seeded':
      'CL-004 EC-016 FG-016 FR-008 HC-029 HC-044 HS-005 HS-006 HS-018 HS-030 HS-035 HS-041 HS-042 HS-043 HS-044 HS-045 HS-053 HS-054 HS-056 HS-057 HS-060 HS-071 LN-005 LN-006 LN-018 PM-013 PM-035 RS-008 RS-019 RS-020 TC-003 TC-004 TC-005 TC-006 TC-007 TC-010 TC-013',
    'no bug is seeded for it yet': 'EC-007 EC-014 HC-027 HC-037 HC-048 HC-049 HC-052 LG-010 LG-011',
  };

  it('find a seeded bug each, or it is said why they do not', () => {
    // seeded-bugs.test.ts, proxy.test.ts and seeded.test.ts show that they do.
    const named = [bugs, clientBugs, proxyBugs].flatMap((all) => Object.values(all));
    const parsers = Object.values(codecBugs).map(([id]) => id);
    const finding = new Set([...named.flatMap((ids) => ids.split(' ')), ...parsers]);
    const others = cases.filter(({ id, level }) => level !== 'info' && !finding.has(id));
    const explained = Object.values(without).flatMap((ids) => ids.split(' '));
    expect(others.map(({ id }) => id)).toEqual(explained.sort());
  });
});

describe('selectCases()', () => {
  const ids = (...patterns: readonly string[]): readonly string[] =>
    selectCases(catalogue, 'quick', patterns).map(({ id }) => id);

  it('takes ids, ids with *, RFCs, sections and levels', () => {
    expect(ids('fr-001', 'FR-002')).toEqual(['FR-001', 'FR-002']);
    expect(ids('MK-*').every((id) => id.startsWith('MK-'))).toBe(true);
    expect(ids('rfc7692')).toContain('PM-001');
    expect(ids('rfc6455:5.5')).toEqual(expect.arrayContaining(['CT-001', 'LN-007']));
    expect(ids('rfc6455:5.5')).not.toContain('MK-001');
    expect(ids('level:SHOULD')).toContain('HS-005');
  });

  it('takes ids of Autobahn|Testsuite, in any profile', () => {
    expect(ids('autobahn:5.18')).toEqual(['FG-002']);
    expect(ids('autobahn:9.1.*')).toEqual(['SZ-003', 'SZ-005']);
    expect(ids('autobahn:3.*', '!FR-001')).toEqual([]);
    expect(() => ids('autobahn:5.21')).toThrow(
      /No case fits 'autobahn:5.21': did you mean autobahn:5.1/,
    );
  });

  it('leaves out what stands behind !', () => {
    expect(ids('FR-*', '!FR-001')).not.toContain('FR-001');
    expect(ids('!FR-*').some((id) => id.startsWith('FR-'))).toBe(false);
  });

  it('has more cases in the profile full', () => {
    const all = selectCases(catalogue, 'full', []);
    expect(all.length).toBeGreaterThan(ids().length);
  });

  it('says which case is near to one that does not exist', () => {
    expect(() => ids('FR-01')).toThrow(/No case fits 'FR-01': did you mean FR-0/);
  });
});
