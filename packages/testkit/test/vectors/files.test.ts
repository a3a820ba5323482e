import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bytesOf, type VectorFile, vectorFiles } from '@sansocket/testkit/vectors';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type ViolationId, violations } from 'sansocket/violations';

const folder = join(import.meta.dirname, '../../vectors');
const files = vectorFiles();
const all = files.flatMap(({ vectors }) => vectors);
const schema = 'vectors.schema.json';

describe('files of vectors', () => {
  it('are those of the areas', () => {
    const names = files.map(({ area }) => `${area}.json`);
    expect(readdirSync(folder).sort()).toEqual([...names, schema].sort());
  });

  it.each(files)('hold the vectors of $area', (file) => {
    const { $schema, ...read } = readJson(`${file.area}.json`);
    expect([$schema, read]).toEqual([`./${schema}`, file]);
  });

  it.each(files)('keep to the schema: $area', ({ area }) => {
    const validate = new Ajv2020({ strict: true }).compile(readJson(schema));
    expect([validate(readJson(`${area}.json`)), validate.errors]).toEqual([true, null]);
  });
});

describe('vectors', () => {
  it('have ids that tell them apart, with area and receiver', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { area, vectors } of files) {
      for (const { id, receiver } of vectors) {
        expect(id).toMatch(new RegExp(`^${area}/[^/]+/${receiver}$`));
      }
    }
  });

  it('break every rule', () => {
    const broken = new Set(all.map(({ violation }) => violation?.rule));
    // Header lists of HTTP/2 and HTTP/3 are no bytes.
    const ofBytes = Object.entries(violations).filter(
      ([, { section }]) => !/^RFC (?:8441|9113|9220)/.test(section),
    );
    expect(ofBytes.filter(([rule]) => !broken.has(rule as ViolationId))).toEqual([]);
  });

  it('answer each rule as the table of violations says', () => {
    for (const { violation, receiver, state } of all) {
      if (violation === undefined) continue;
      const { closeCode, status } = violations[violation.rule];
      const answersHttp = receiver === 'server' && state === 'opening';
      expect([violation.rule, violation.closeCode]).toEqual([violation.rule, closeCode]);
      expect(violation.status).toBe(answersHttp ? status : undefined);
    }
  });

  it('break rules at bytes that they have', () => {
    for (const { id, bytes, violation } of all) {
      if (violation === undefined) continue;
      expect([id, violation.offset < bytesOf(bytes).length]).toEqual([id, true]);
    }
  });

  it('have the frames of RFC 6455 §5.7 as they stand there', () => {
    const bytes = all.map((vector) => Buffer.from(bytesOf(vector.bytes)).toString('hex'));
    expect(bytes).toEqual(
      expect.arrayContaining([
        '810548656c6c6f',
        '818537fa213d7f9f4d5158',
        '010348656c80026c6f',
        '890548656c6c6f',
        '8a8537fa213d7f9f4d5158',
        expect.stringMatching(/^827e0100.{512}$/),
        expect.stringMatching(/^827f0000000000010000.{131072}$/),
      ]),
    );
  });
});

describe('bytesOf()', () => {
  it('joins digits, text and repetitions', () => {
    const bytes = bytesOf(['00ff', { ascii: 'ab\r\n' }, { hex: '0102', times: 3 }]);
    expect(Buffer.from(bytes).toString('hex')).toBe('00ff61620d0a010201020102');
  });
});

function readJson(name: string): VectorFile & { readonly $schema: string } {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as ReturnType<typeof readJson>;
}
