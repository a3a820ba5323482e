import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import {
  type Bug,
  type Endpoint,
  MAX,
  ORIGIN,
  openEndpoint,
  SUBPROTOCOL,
} from '@sansocket/interop/seeded';
import { type Ended, main, sansocket } from './helpers/sansocket.ts';

const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));

describe('sansocket', () => {
  let endpoint: Endpoint | undefined;
  afterEach(() => endpoint?.close());
  afterAll(() => rmSync(folder, { recursive: true }));
  const open = async (bug?: Bug): Promise<string> => {
    endpoint = await openEndpoint(bug);
    return `ws://127.0.0.1:${endpoint.port}/`;
  };
  const test = (...args: readonly string[]): Promise<Ended> =>
    sansocket('conformance', 'server', ...args);

  it('says what it can do', async () => {
    const { code, out } = await sansocket('--help');
    expect([code, out]).toEqual([0, expect.stringContaining('sansocket conformance server')]);
  });

  it.each([
    [
      ['conformence', 'server'],
      /Unknown command 'conformence server': did you mean conformance server/,
    ],
    [['conformance', 'server'], /URL is missing/],
    [
      ['conformance', 'server', 'http://a/'],
      /URL must begin with ws:\/\/ or wss:\/\/, got 'http:\/\/a\/'/,
    ],
    [['conformance', 'server', 'ws://example.org/'], /'example.org' is not this machine/],
    [
      ['conformance', 'server', 'ws://127.0.0.1/', '--job', '3'],
      /Unknown option '--job': did you mean --jobs/,
    ],
    [['conformance', 'server', 'ws://127.0.0.1/', 'XX-001'], /No case fits 'XX-001'/],
    [['conformance', 'server', 'ws://127.0.0.1/', '--report', 'xml:a'], /does not know 'xml'/],
    [
      ['conformance', 'server', 'ws://127.0.0.1/', '--report', 'json:'],
      /lacks a file after 'json:'/,
    ],
    [['explain', 'FR-1'], /No case 'FR-1'/],
    [['explain'], /ID is missing/],
  ])('ends with 2 where the command line is wrong: %j', async (args, message) => {
    const { code, error } = await sansocket(...args);
    expect([code, error]).toEqual([2, expect.stringMatching(message)]);
  });

  it('ends with 0 where nothing fails', async () => {
    const { code, out } = await test(await open(), 'FR-*');
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing fails')]);
  });

  it('ends with 1 where something fails, and says what, why and how to repeat it', async () => {
    const { code, out } = await test(await open('unmasked-accepted'), 'MK-001');
    expect(code).toBe(1);
    expect(out).toMatch(
      /✘ MK-001 a frame that is not masked \(text\) {2}fail, MUST, RFC 6455 §5\.1/,
    );
    expect(out).toContain('rule      The server MUST close the connection upon receiving a frame');
    expect(out).toContain('sent      810161');
    expect(out).toContain('expected  fail 1002');
    expect(out).toContain('actual    101, text "a", ping answered');
    expect(out).toMatch(/repeat {4}sansocket conformance server ws:\/\/127\.0\.0\.1:\d+\/ MK-001/);
  });

  it('says which pong has come, and repeats a case without writing reports again', async () => {
    const report = `json:${join(folder, 'pongs.json')}`;
    const url = await open('pong-cut-at-64');
    const { out } = await test(url, 'CT-001', '--report', report, '--jobs', '2');
    expect(out).toMatch(/actual {4}101, pong of 64 B, ping answered/);
    expect(out).toContain(`repeat    sansocket conformance server ${url} --jobs 2 CT-001  ·`);
  });

  it('sends a field of --header as it is, and the Origin of --origin', async () => {
    let request = '';
    const server = createServer((socket) => {
      socket.on('data', (chunk) => {
        request += chunk.toString('latin1');
        socket.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const options = ['--header', 'X-Note: {key} {long:9}', '--origin', 'https://good.example'];
    const { code } = await test(`ws://127.0.0.1:${port}/`, ...options);
    server.close();
    expect(code).toBe(3);
    expect(request).toContain('\r\nX-Note: {key} {long:9}\r\nOrigin: https://good.example\r\n');
  });

  it('runs the cases that need to be told of a limit, an Origin and a subprotocol', async () => {
    const told = [
      ['--max-message', String(MAX)],
      ['--origin', ORIGIN],
      ['--subprotocol', SUBPROTOCOL],
    ];
    const ids = ['LN-016', 'LN-017', 'CS-003', 'CS-005', 'HS-070'];
    const without = await test(await open(), ...ids);
    expect(without.out).toContain('5 unsupported');
    endpoint!.close();
    // On a busy machine nothing is `slow`.
    const patient = ['--strict', '--timeout-scale', '5'];
    const { code, out } = await test(await open(), ...patient, ...told.flat(), ...ids);
    expect([code, out]).toEqual([0, expect.stringContaining('5 pass')]);
  });

  it('ends with 3 where nobody listens, or what answers is no WebSocket server', async () => {
    const url = await open();
    endpoint!.close();
    const { code, error } = await test(url);
    expect([code, error]).toEqual([3, expect.stringContaining('ECONNREFUSED')]);
    const other = await test(await open('accept-of-no-guid'));
    expect([other.code, other.error]).toEqual([3, expect.stringContaining('accept-value-wrong')]);
  });

  it('ends with 4 where the server crashes and does not come back', async () => {
    const { code, error } = await test(await open('crash-on-reserved-opcode'), 'FR-005');
    expect([code, error]).toEqual([4, expect.stringContaining('no longer answers')]);
  });

  describe('with a server that it starts', () => {
    const server = (body: string): readonly string[] => {
      const file = join(folder, 'server.cjs');
      writeFileSync(file, `const [port] = process.argv.slice(2);\n${body}`);
      return ['ws://127.0.0.1:{port}/', '--exec-server', `node ${file} {port}`];
    };
    const ws = join(import.meta.dirname, '../../testkit/node_modules/ws');
    const echo = (reply: string): string => `
      const { WebSocketServer } = require(${JSON.stringify(ws)});
      const server = new WebSocketServer({ port, host: '127.0.0.1' });
      server.on('connection', (socket) => {
        socket.on('error', () => {});
        socket.on('message', (data, binary) => ${reply});
      });`;

    it('takes an echo that comes after the pong', async () => {
      const late = echo('setTimeout(() => socket.send(data, { binary }), 5)');
      const { code, out } = await test(...server(late), 'FG-008', 'CH-001');
      expect([code, out]).toEqual([0, expect.stringContaining('sends messages back')]);
    });

    it('says which case made the server crash, though it is started again', async () => {
      const crash = echo(
        "{ if (String(data) === 'Hello') process.exit(); socket.send(data, { binary }); }",
      );
      const { code, out } = await test(...server(crash), 'MK-007', 'MK-009');
      expect([code, out]).toEqual([1, expect.stringMatching(/✘ MK-007 .* {2}crash, MUST/)]);
      expect(out).not.toContain('✘ MK-009');
    });

    it('ends it when it is interrupted', async () => {
      const file = join(folder, 'port');
      const body = `require('node:fs').writeFileSync(${JSON.stringify(file)}, port);`;
      const args = server(body + echo('socket.send(data, { binary })'));
      const child = spawn(process.execPath, [main, 'conformance', 'server', ...args]);
      await once(child.stdout, 'data');
      child.kill('SIGINT');
      const [code] = (await once(child, 'close')) as [number];
      expect(code).toBe(130);
      // What was killed may not be reaped yet; nobody listens any more.
      const socket = connect(Number(readFileSync(file, 'utf8')), '127.0.0.1');
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toContain('ECONNREFUSED');
    });
  });

  it('refuses a choice without a case, and a baseline with a case that does not exist', async () => {
    const url = await open();
    const file = join(folder, 'unknown');
    writeFileSync(file, 'ZZ-001  fail');
    const none = await test(url, 'FR-*', '!FR-*');
    expect([none.code, none.error]).toEqual([2, expect.stringContaining('No case is left')]);
    const unknown = await test(url, 'FR-001', '--baseline', file);
    expect([unknown.code, unknown.error]).toEqual([2, expect.stringContaining("no case 'ZZ-001'")]);
  });

  it('takes a baseline, in which a line that no longer holds fails', async () => {
    const file = join(folder, 'baseline');
    const url = await open('unmasked-accepted');
    expect((await test(url, 'MK-00*', '--baseline', file, '--update-baseline')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^MK-001 {2}fail {2}# a frame that is not masked$/m);
    expect((await test(url, 'MK-00*', '--baseline', file)).code).toBe(0);
    writeFileSync(file, `${readFileSync(file, 'utf8')}MK-007  fail\n`);
    expect((await test(url, 'MK-00*', '--baseline', file)).code).toBe(1);
  });

  it('writes reports', async () => {
    const url = await open('unmasked-accepted');
    const formats = ['json', 'junit', 'tap', 'markdown', 'badge'];
    const reports = formats.flatMap((format) => ['--report', `${format}:${join(folder, format)}`]);
    const { out } = await test(url, 'MK-001', 'MK-007', ...reports, '--report', 'github');
    expect(out).toContain('::error title=MK-001::fail: a frame that is not masked');
    const [json, junit, tap, markdown, badge] = formats.map((format) =>
      readFileSync(join(folder, format), 'utf8'),
    );
    const { passed, counts, cases } = JSON.parse(json!) as {
      readonly passed: boolean;
      readonly counts: unknown;
      readonly cases: readonly { readonly id: string }[];
    };
    expect([passed, counts]).toEqual([false, { fail: 1, pass: 1 }]);
    expect(cases.map(({ id }) => id)).toEqual(['MK-001', 'MK-007']);
    expect(junit).toContain('<testsuite name="MK" tests="2" failures="1">');
    expect(tap).toMatch(/^not ok 1 - MK-001 a frame that is not masked$/m);
    expect(markdown).toContain('| MK-001 | **fail** | a frame that is not masked |');
    expect(badge).toContain('aria-label="RFC 6455: 1/2"');
  });

  it('lists, explains and copies the cases', async () => {
    expect((await sansocket('list', 'MK-*')).out).toMatch(/^MK-001 {2}MUST {4}server {2}a frame/m);
    expect((await sansocket('explain', 'mk-001')).out).toContain(
      'RFC 6455 §5.1: The server MUST close',
    );
    const { out } = await sansocket('explain', 'SE-014');
    expect(out).toContain('Fails too if this is broken anywhere: extension-data-invalid');
    expect(out).toContain('"extensions":"permessage-deflate; server_max_window_bits=10"');
    const target = join(folder, 'cases');
    expect((await sansocket('vectors', 'copy', target)).code).toBe(0);
    expect(readFileSync(join(target, 'MK.json'), 'utf8')).toContain('"MK-001"');
    const { vectors } = JSON.parse(readFileSync(join(target, 'vectors.json'), 'utf8')) as {
      readonly vectors: readonly { readonly case: string; readonly bytes: string }[];
    };
    expect(vectors.find((vector) => vector.case === 'MK-001')?.bytes).toBe('810161');
    const long = readFileSync(join(target, 'vectors-long.json'), 'utf8');
    expect(long).toContain('"SZ-007"');
    expect(long.length).toBeLessThan(4_194_304);
  });

  it.each(['/proc/vectors', '/proc/vectors/deep', '/dev/null/vectors'])(
    'ends with 2 where the cases cannot be copied to: %s',
    async (target) => {
      const { code, error } = await sansocket('vectors', 'copy', target);
      expect([code, error]).toEqual([
        2,
        expect.stringContaining(`FOLDER '${target}' cannot be written: E`),
      ]);
    },
  );
});
