import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { render, renderGrid, type SavedReport } from '@sansocket/conformance';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { reportOf } from './helpers/run-endpoint.ts';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8'));

const validate = new Ajv2020().compile(read('schemas/report.schema.json') as object);

function errorsOf(json: string): unknown {
  validate(JSON.parse(json));
  return validate.errors ?? [];
}

describe('the JSON report', () => {
  it('of all quick cases is as its schema says', async () => {
    const report = await reportOf(undefined);
    expect(errorsOf(render('json', report))).toEqual([]);
    const { version } = read('package.json') as { readonly version: string };
    expect([report.toolVersion, report.passed]).toEqual([version, true]);
    expect(report.cases.length).toBeGreaterThan(200);
  });

  it('says what was expected, what came, and why', async () => {
    const report = await reportOf('unmasked-accepted', 'MK-001', 'MK-007');
    expect(errorsOf(render('json', report))).toEqual([]);
    expect([report.passed, report.counts]).toEqual([false, { fail: 1, pass: 1 }]);
    const [failed, passed] = report.cases;
    expect(failed).toMatchObject({
      id: 'MK-001',
      level: 'MUST',
      verdict: 'fail',
      isBlamed: true,
      rules: [{ ref: 'RFC 6455 §5.1', text: expect.stringContaining('MUST close') as unknown }],
    });
    const [variant] = failed!.variants;
    expect(variant).toMatchObject({
      verdict: 'fail',
      strict: ['fail 1002'],
      actual: '101, text "a", ping answered',
    });
    expect(variant!.sent!.hex).toMatch(/^474554202f.*810161$/);
    expect(variant!.sent!.length).toBe(variant!.sent!.hex.length / 2);
    expect(variant!.received!.hex).toMatch(/^485454502f.*810161/);
    // The response had come before the frame was sent.
    expect(variant!.turns?.[0]).toEqual([variant!.sent!.length - 3, expect.any(Number)]);
    expect(passed!.variants.map(({ sent }) => sent !== undefined).indexOf(false)).not.toBe(0);
  });

  it('has the first KiB of long streams, and their length', async () => {
    const { cases } = await reportOf(undefined, 'LN-*');
    const all = cases.flatMap(({ variants }) => variants.flatMap(({ sent }) => sent ?? []));
    const long = all.filter(({ length }) => length > 1024);
    expect(long).not.toEqual([]);
    expect(new Set(long.map(({ hex }) => hex.length))).toEqual(new Set([2048]));
  });

  it('of several reports is as the schema says, and refuses other things', async () => {
    const report = await reportOf(undefined, 'MK-00*');
    const named = { name: 'one', report };
    expect(errorsOf(renderGrid('json', [named, named]))).toEqual([]);
    expect(errorsOf(JSON.stringify({ ...report, verdict: 'pass' }))).not.toEqual([]);
    expect(errorsOf('{}')).not.toEqual([]);
  });
});

describe('formats', () => {
  it('say the same in Markdown, as a badge and for shields.io', async () => {
    const report = await reportOf('unmasked-accepted', 'MK-001', 'MK-007');
    const markdown = render('markdown', report);
    expect(markdown).toContain('| area | pass | fail |');
    expect(markdown).toContain('| MK Masking | 1 | 1 |');
    expect(markdown).toContain('| MK-001 | **fail** | a frame that is not masked |');
    expect(render('badge', report)).toContain('aria-label="RFC 6455: 1/2"');
    expect(JSON.parse(render('shields', report))).toEqual({
      schemaVersion: 1,
      label: 'RFC 6455',
      message: '1/2',
      color: 'red',
    });
  });

  it('say in JUnit what was tested, and with what', async () => {
    const report = await reportOf('unmasked-accepted', 'MK-001');
    const xml = render('junit', report);
    expect(xml).toContain(`<property name="testee" value="${report.url}"/>`);
    expect(xml).toContain(`<property name="version" value="${report.toolVersion}"/>`);
    expect(xml).toMatch(/<property name="command" value="sansocket conformance server /);
    expect(xml).toMatch(/<property name="abilities" value="echo /);
  });

  it('show what a testee says as it is, without markup', async () => {
    const report = hostile(await reportOf('unmasked-accepted', 'MK-001'));
    expect(render('markdown', report)).toContain('\\<b\\>\\| \\[a\\](b) \\`c\\`');
    expect(render('junit', report)).toContain('&lt;b&gt;| [a](b) `c`');
    expect(render('github', report)).toContain('<b>| [a](b) `c`%0A::error::x');
  });
});

function hostile(report: SavedReport): SavedReport {
  const actual = '<b>| [a](b) `c`\n::error::x';
  const cases = report.cases.map((one) => ({
    ...one,
    variants: one.variants.map((variant) => ({ ...variant, actual })),
  }));
  return { ...report, cases };
}
