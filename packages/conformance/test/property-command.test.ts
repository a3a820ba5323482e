import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Case } from '@sansocket/conformance';
import { type Bug, type Endpoint, openEndpoint } from '@sansocket/interop/seeded';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Ended, run, sansocket } from './helpers/sansocket.ts';

const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));

/** A block of the document that shows these commands, by its beginning. */
function blockOf(beginning: string): string {
  const page = join(import.meta.dirname, '../../../docs/how-to/test-your-server.md');
  const blocks = readFileSync(page, 'utf8').split('```');
  const text = `text\n${beginning}`;
  return blocks.find((block) => block.startsWith(text))!.slice('text\n'.length, -1);
}

const endpoints: Endpoint[] = [];
const open = async (bug?: Bug): Promise<string> => {
  const endpoint = await openEndpoint(bug);
  endpoints.push(endpoint);
  return `ws://127.0.0.1:${endpoint.port}/`;
};

afterEach(() => {
  for (const endpoint of endpoints.splice(0)) endpoint.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A line of a record: its header, or an event. */
interface Line {
  readonly case?: Case;
  readonly dir?: 'in' | 'out';
  readonly hex?: string;
}

describe('sansocket property server', () => {
  const search = (...args: readonly string[]): Promise<Ended> =>
    sansocket('property', 'server', ...args);

  it.each([
    [[], /URL is missing/],
    [['ws://example.org/'], /'example.org' is not this machine/],
    [['ws://127.0.0.1/', 'more'], /Unexpected argument 'more'/],
    [['ws://127.0.0.1/', '--sed', '3'], /Unknown option '--sed': did you mean --seed/],
    [['ws://127.0.0.1/', '--property', 'maskng'], /does not know 'maskng': did you mean masking/],
    [['ws://127.0.0.1/', '--runs', '0'], /--runs must be a whole number from 1/],
    [['ws://127.0.0.1/', '--path', '1:2'], /--path needs --seed and one --property/],
    [['ws://127.0.0.1/', '--path', 'a'], /--path must be numbers and colons.*got 'a'/],
    [['ws://127.0.0.1/', '--record', '/no/such/folder/a'], /--record cannot write/],
  ])('ends with 2 where the command line is wrong: %j', async (args, message) => {
    const { code, error } = await search(...args);
    expect([code, error]).toEqual([2, expect.stringMatching(message)]);
  });

  it('lists the properties in its help', async () => {
    const { code, out } = await search('--help');
    expect([code, out]).toEqual([0, expect.stringMatching(/^ {2}utf8 +a text is taken/m)]);
  });

  it('ends with 0 where nothing fails, and counts the sessions', async () => {
    const { code, out } = await search(await open(), '--runs', '60', '--seed', '1');
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing fails')]);
    expect(out).toMatch(/^ {2}pairs +\d+ sessions: \d+ pass$/m);
    expect(out).toMatch(/^\d+ sessions in [\d.]+ s with seed 1: \d+ pass/m);
  });

  it('shrinks a failure, says what, why and how to repeat it, which tries that session alone', async () => {
    const url = await open('fragment-type-of-last');
    const options = ['--property', 'fragmentation', '--seed', '1', '--shrink-budget', '200'];
    const { code, out } = await search(url, ...options);
    expect(code).toBe(1);
    const shown = out.replaceAll(url, 'ws://127.0.0.1:9001/').replace(' --shrink-budget 200', '');
    expect(shown).toContain(`${blockOf('✘ fragmentation')}\n`);
    expect(out).toContain('1 property fails');
    const [, repeat = ''] = /repeat {4}sansocket (property .*)$/m.exec(out) ?? [];
    const again = await sansocket(...repeat.split(' '));
    expect([again.code, again.out]).toEqual([1, expect.stringContaining('sent      0180b2b0')]);
    expect(again.out).toContain('1 sessions');
  });

  it('finds nothing at the path of a failure once it is mended', async () => {
    const at = ['--property', 'masking', '--seed', '1', '--path', '3:0:1'];
    const { code, out } = await search(await open(), ...at);
    expect([code, out]).toEqual([0, expect.stringContaining('1 sessions')]);
  });

  it('ends with 3 where nobody listens', async () => {
    const url = await open();
    endpoints[0]!.close();
    const { code, error } = await search(url);
    expect([code, error]).toEqual([3, expect.stringContaining('ECONNREFUSED')]);
  });

  it('ends with 4 where the server crashes and does not come back, and names the session', async () => {
    const url = await open('crash-on-reserved-opcode');
    const { code, out, error } = await search(url, '--property', 'one-defect', '--seed', '1');
    expect([code, error]).toEqual([4, expect.stringContaining('no longer answers')]);
    expect(out).toMatch(/✘ one-defect: data-opcode-reserved {2}crash, MUST, RFC 6455 §5\.2$/m);
  });

  it('starts a server that has crashed again, and shrinks', async () => {
    const file = join(folder, 'server.cjs');
    const ws = join(import.meta.dirname, '../../testkit/node_modules/ws');
    writeFileSync(
      file,
      `const { WebSocketServer } = require(${JSON.stringify(ws)});
      const server = new WebSocketServer({ port: process.argv[2], host: '127.0.0.1' });
      server.on('connection', (socket) => {
        socket.on('error', () => {});
        socket.on('message', (data, isBinary) => {
          if (isBinary && data.length > 20) process.exit();
          socket.send(data, { binary: isBinary });
        });
      });`,
    );
    const server = ['ws://127.0.0.1:{port}/', '--exec-server', `node ${file} {port}`];
    const options = ['--property', 'echo', '--seed', '1', '--shrink-budget', '20'];
    const { code, out } = await search(...server, ...options);
    expect([code, out]).toEqual([1, expect.stringMatching(/✘ echo: .* {2}crash, MUST, .*shrunk/)]);
  });

  describe('records', () => {
    const file = join(folder, 'failure.jsonl');
    const record = async (bug: Bug, property: string): Promise<string> => {
      const url = await open(bug);
      const options = ['--property', property, '--seed', '1', '--shrink-budget', '0'];
      const { out } = await search(url, ...options, '--record', file);
      expect(out).toContain(`The record of ${property} is in ${file}`);
      return url;
    };

    it('has the session as a case, and each write', async () => {
      const url = await record('header-cut-loses-byte', 'chunking');
      const [header, ...events] = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
      expect(header).toMatchObject({ tool: 'sansocket', law: 'chunking', seed: 1, url });
      const schema = JSON.parse(
        readFileSync(join(import.meta.dirname, '../catalogue/catalogue.schema.json'), 'utf8'),
      ) as object;
      const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
      validate({ area: 'CH', cases: [header!.case] });
      expect(validate.errors ?? []).toEqual([]);
      const [request, ...writes] = events
        .filter(({ dir }) => dir === 'out')
        .map(({ hex = '' }) => Buffer.from(hex, 'hex'));
      expect(request!.toString()).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
      const { chunks } = header!.case!.variants[0]!;
      const ends = writes.map((_, i) => Buffer.concat(writes.slice(0, i + 1)).length);
      expect(ends.length).toBeGreaterThan(2);
      expect(ends.slice(0, 2)).toEqual(
        chunks === 'each' ? [1, 2] : (chunks as readonly number[]).slice(0, 2),
      );
    });

    it('is the same for the same failure', async () => {
      const texts: string[] = [];
      for (let i = 0; i < 2; i++) {
        const url = await record('close-of-one-byte', 'close');
        const port = new URL(url).port;
        const hex = Buffer.from(port).toString('hex');
        texts.push(readFileSync(file, 'utf8').replaceAll(port, 'PORT').replaceAll(hex, 'PORT'));
      }
      expect(texts[0]).toBe(texts[1]);
    });

    it('is replayed as the document shows', async () => {
      const url = await open('fragment-type-of-last');
      const options = ['--property', 'fragmentation', '--seed', '1', '--shrink-budget', '200'];
      await search(url, ...options, '--record', file);
      expect((await sansocket('replay', file)).out).toBe(`${blockOf('FAILED')}\n`);
    });

    it.each([
      ['unmasked-accepted', 'one-defect'],
      ['fragment-type-of-last', 'fragmentation'],
      ['close-of-one-byte', 'close'],
    ] as [Bug, string][])('say FAILED where %s is, and FIXED where it is not', async (bug, law) => {
      const url = await record(bug, law);
      const failed = await sansocket('replay', file);
      expect([failed.code, failed.out]).toEqual([1, expect.stringMatching(`^FAILED  ${law}: `)]);
      const again = await sansocket('replay', file, url);
      expect(again.code).toBe(1);
      const fixed = await sansocket('replay', file, await open());
      expect([fixed.code, fixed.out]).toEqual([0, expect.stringMatching(`^FIXED  ${law}: `)]);
    });

    const hasPython = spawnSync('python3', ['--version']).status === 0;
    const languages: [language: string, name: string, runtime: string][] = [
      ['node', 'repro.mjs', process.execPath],
      ...(hasPython ? [['python', 'repro.py', 'python3'] as [string, string, string]] : []),
    ];

    it.each(languages)('become a program of %s', async (language, name, runtime) => {
      await record('unmasked-accepted', 'one-defect');
      const { code, out } = await sansocket('replay', file, '--as', language);
      expect(code).toBe(0);
      const program = join(folder, name);
      writeFileSync(program, out);
      expect(out).toContain('RFC 6455 §5.1: The server MUST close the connection');
      const failed = await run(runtime, program);
      expect([failed.code, failed.out]).toEqual([1, expect.stringMatching(/^FAILED/m)]);
      const { port } = new URL(await open());
      const other = await run(runtime, program, '127.0.0.1', port);
      expect([other.code, other.out]).toEqual([0, expect.stringContaining('another one')]);
    });

    it('are refused where they are none, or were edited', async () => {
      expect(await sansocket('replay')).toMatchObject({
        code: 2,
        error: expect.stringMatching(/FILE is missing/),
      });
      const none = await sansocket('replay', join(folder, 'none'));
      expect([none.code, none.error]).toEqual([2, expect.stringContaining('Cannot read')]);
      writeFileSync(file, '{"tool":"other"}\n');
      const other = await sansocket('replay', file);
      expect([other.code, other.error]).toEqual([2, expect.stringContaining('is not a record')]);
      await record('unmasked-accepted', 'one-defect');
      const lines = readFileSync(file, 'utf8').split('\n');
      lines[3] = '{"dir":"out","hex":"8100"}';
      writeFileSync(file, lines.join('\n'));
      const edited = await sansocket('replay', file);
      expect([edited.code, edited.error]).toEqual([2, expect.stringContaining('it was edited')]);
    });
  });
});
