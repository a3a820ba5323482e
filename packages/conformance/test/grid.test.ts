import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type Bug, type Endpoint, openEndpoint } from '@sansocket/interop/seeded';
import { sansocket } from './helpers/sansocket.ts';

const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));
const file = (name: string): string => join(folder, name);

const endpoints: Endpoint[] = [];
afterEach(() => {
  for (const endpoint of endpoints.splice(0)) endpoint.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function open(bug?: Bug): Promise<string> {
  const endpoint = await openEndpoint(bug);
  endpoints.push(endpoint);
  return `ws://127.0.0.1:${endpoint.port}/`;
}

describe('sansocket grid', () => {
  it('shows where servers differ, in groups, and which agree', async () => {
    const urls = [await open(), await open('unmasked-accepted'), await open()];
    const reports = ['html', 'json', 'markdown'].flatMap((format) => [
      '--report',
      `${format}:${file(format)}`,
    ]);
    const { code, out } = await sansocket('grid', ...urls, 'MK-001', 'MK-007', ...reports);
    expect(code).toBe(0);
    expect(out).toContain(`  2  ${urls[1]!}: 1 fail, 1 pass\n`);
    expect(out).toContain('pass 1 3, fail 2\n    1: MK-001\n');
    expect(out).toContain('1 of 2 cases has one verdict in all reports, 1 differs, in 1 group\n');
    expect(out).toContain('Alike in all cases: 1, 3');
    expect(out).toMatch(/^ +1 +2 +3\n +1 +2 +1 +2\n +2 +1 +2 +1\n +3 +2 +1 +2$/m);
    expect(readFileSync(file('markdown'), 'utf8')).toContain(
      '| 1 | 2 | 3 | cases | ids |\n| --- | --- | --- | --- | --- |\n| pass | fail | pass | 1 | MK-001 |',
    );
    expect(readFileSync(file('html'), 'utf8')).toContain('<section id="differences">');
    // What the command line wrote is read back.
    const again = await sansocket('report', file('json'));
    expect([again.code, again.out]).toEqual([0, out.slice(out.indexOf(`  1  ${urls[0]!}:`))]);
  });

  it.each([
    [['ws://127.0.0.1:1/'], /A grid has two URLs or more, .*, got 1/],
    [['ws://127.0.0.1:1/', 'ws://example.org/'], /'example.org' is not this machine/],
    [['ws://127.0.0.1:1/', 'ws://127.0.0.1:2/', 'XX-1'], /No case fits 'XX-1'/],
    [['ws://127.0.0.1:1/', 'ws://127.0.0.1:2/', '--report', 'tap'], /does not know 'tap'/],
  ])('ends with 2 where the command line is wrong: %j', async (args, message) => {
    const { code, error } = await sansocket('grid', ...args);
    expect([code, error]).toEqual([2, expect.stringMatching(message)]);
  });

  it('ends with 3 where a server cannot be reached, and says which', async () => {
    const [here, gone] = [await open(), await open()];
    endpoints[1]!.close();
    const { code, error } = await sansocket('grid', here, gone, 'MK-001');
    expect([code, error.startsWith(`${gone}: `)]).toEqual([3, true]);
  });
});

describe('sansocket report', () => {
  const saved = async (name: string, bug?: Bug): Promise<string> => {
    const url = await open(bug);
    const args = ['MK-001', 'MK-007', '--report', `json:${file(name)}`];
    await sansocket('conformance', 'server', url, ...args);
    return file(name);
  };

  it('makes any other format of a report', async () => {
    const one = await saved('one.json', 'unmasked-accepted');
    const { out } = await sansocket('report', one, '--report', 'junit', '--report', 'markdown');
    expect(out).toContain('<testsuite name="MK" tests="2" failures="1">');
    expect(out).toContain('| MK-001 | **fail** |');
  });

  it('compares two runs', async () => {
    const [before, after] = [
      await saved('before.json'),
      await saved('after.json', 'unmasked-accepted'),
    ];
    const { code, out } = await sansocket(
      'report',
      before,
      after,
      '--report',
      `html:${file('two')}`,
    );
    expect([code, out]).toEqual([0, '']);
    expect(readFileSync(file('two'), 'utf8')).toContain('fail now <a href="#MK-001">');
    const text = await sansocket('report', before, after);
    expect(text.out).toContain('  1  before: 2 pass\n  2  after: 1 fail, 1 pass\n');
    expect(text.out).toContain('From 1 to 2: fail now MK-001; no longer fail none\n');
  });

  it('ends with 2 where a file is no report, or is not there', async () => {
    writeFileSync(file('other.json'), '{"cases":[]}');
    for (const [args, message] of [
      [[], 'FILE is missing'],
      [[file('other.json')], 'is not a report of --report json, version 1'],
      [[file('nope.json')], 'no such file'],
    ] as const) {
      const { code, error } = await sansocket('report', ...args);
      expect([code, error]).toEqual([2, expect.stringContaining(message)]);
    }
  });
});

describe('--report github', () => {
  it('adds a table to the summary of the step', async () => {
    const summary = file('summary');
    writeFileSync(summary, 'before\n');
    process.env['GITHUB_STEP_SUMMARY'] = summary;
    try {
      const url = await open('unmasked-accepted');
      const { out } = await sansocket('conformance', 'server', url, 'MK-001', '--report', 'github');
      expect(out).toContain('::error title=MK-001::');
    } finally {
      delete process.env['GITHUB_STEP_SUMMARY'];
    }
    expect(readFileSync(summary, 'utf8')).toMatch(
      /^before\n# WebSocket conformance.*\| MK-001 \|/s,
    );
  });
});
