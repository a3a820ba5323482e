/** The events of the vectors, which the reference model makes; and the alternatives that the cases allow. @module */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadCatalogue, type Vector, vectorsOf } from '@sansocket/conformance';
import { Ajv2020 } from 'ajv/dist/2020.js';

const cases = loadCatalogue().cases.filter(({ profile }) => profile === 'quick');
const vectors = vectorsOf(cases);
const find = (id: string, variant: string, role = 'server'): Vector =>
  vectors.find((it) => it.case === id && it.variant === variant && it.role === role)!;

describe('vectorsOf()', () => {
  it('is as its schema says', () => {
    const schema = readFileSync(
      join(import.meta.dirname, '../catalogue/vectors.schema.json'),
      'utf8',
    );
    const validate = new Ajv2020().compile(JSON.parse(schema) as object);
    const short = vectors.filter(({ bytes }) => bytes.length < 10_000);
    validate({ version: 1, vectors: short });
    expect([validate.errors ?? [], short.length]).toEqual([[], expect.any(Number)]);
  });

  it('has bytes for each variant with frames, for both ends where the case is about both', () => {
    const names = new Set(vectors.map(({ case: id, variant, role }) => `${id} ${variant} ${role}`));
    const missing = cases.flatMap(({ id, testee, variants, strict }) => {
      if (testee !== 'both' || strict.every((it) => /^(no101|any)/.test(it))) return [];
      return (
        variants
          // Raw bytes have the mask bit that a server expects.
          .filter(({ steps = [] }) => steps.some((step) => 'frame' in step))
          .filter(({ steps = [] }) => !steps.some((step) => 'raw' in step))
          // A stream that waits for the testee is another one for each.
          .filter(({ steps = [] }) => !steps.some((step) => 'wait' in step))
          .flatMap(({ name }) => [`${id} ${name} server`, `${id} ${name} client`])
          .filter((name) => !names.has(name))
      );
    });
    expect(missing).toEqual([]);
  });

  it('masks what a server gets, and not what a client gets', () => {
    expect(find('FG-002', 'text').bytes).toBe('0181b2b00e56d381816020614e02');
    expect(find('FG-002', 'text', 'client').bytes).toBe('010161810162');
    expect(find('MK-001', 'text').bytes).toBe('810161');
  });

  it('ends with an error where the RFC demands it, with any code where it has to be lenient', () => {
    const { strict, tolerated } = find('FG-002', 'text');
    expect(strict).toEqual([[{ type: 'error', code: 1002 }]]);
    expect(tolerated).toEqual([[{ type: 'error' }]]);
  });

  it('says what came before', () => {
    expect(find('MK-002', 'text').strict[0]).toHaveLength(101);
    expect(find('CT-006', 'both').strict).toEqual([
      [
        { type: 'ping', hex: '61' },
        { type: 'close', code: 1000, reason: '' },
      ],
    ]);
  });

  it('has the message of a length in a longer form as an alternative', () => {
    expect(find('LN-002', '5').tolerated).toContainEqual([
      { type: 'binary', hex: expect.stringMatching(/^[0-9a-f]{10}$/) },
    ]);
    expect(find('LN-005', '16 bits').tolerated).toContainEqual([
      { type: 'ping', hex: expect.any(String) },
    ]);
    expect(find('LN-006', '64 bits').tolerated).toContainEqual([
      { type: 'close', code: 1000, reason: '' },
    ]);
  });

  it('has the code of a Close frame as an alternative where a case tolerates it', () => {
    expect(find('CL-009', '5000').tolerated).toContainEqual([
      { type: 'close', code: 5000, reason: '' },
    ]);
    expect(find('CL-004', '1012').tolerated).toEqual([[{ type: 'error', code: 1002 }]]);
  });

  it('has a limit as an alternative where a message is longer than all before it', () => {
    const { strict, tolerated } = find('CH-001', 'text, ping and fragments');
    const [text, ping] = strict[0]!;
    expect(tolerated).toEqual([
      [{ type: 'error', code: 1009 }],
      [text, ping, { type: 'error', code: 1009 }],
    ]);
  });

  it('has no event as an alternative where a fault may be noticed later', () => {
    expect(find('U8-006', 'of 1000 bytes').tolerated).toContainEqual([]);
    expect(find('LN-010', '2^62').strict).toEqual([[{ type: 'error', code: 1009 }]]);
  });

  it('does not follow a bomb to its end', () => {
    const bombs = loadCatalogue().cases.filter(({ id }) => /^PM-02[78]$/.test(id));
    const found = vectorsOf(bombs).map(({ strict }) => strict);
    const error = (code: number): object => ({ type: 'error', code });
    expect(found).toEqual(Array(4).fill([[error(1008)], [error(1009)], [{ type: 'error' }]]));
  });

  it('leaves out vectors that are too long', () => {
    const one = cases.filter(({ id }) => id === 'LN-001');
    const lengths = (most?: number): readonly number[] =>
      vectorsOf(one, most).map(({ bytes }) => bytes.length / 2);
    expect(lengths(200)).toEqual(lengths().filter((length) => length <= 200));
    expect(lengths(200).length).toBeLessThan(lengths().length);
  });

  it('agrees on compression as a response would', () => {
    const { extensions, strict } = find('PM-010', 'Hello twice');
    expect(extensions).toBe('permessage-deflate');
    expect(strict).toEqual([
      [
        { type: 'text', text: 'Hello' },
        { type: 'text', text: 'Hello' },
      ],
    ]);
  });
});
