/** The formats that `sansocket inspect` reads and writes, besides packets. @module */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatLog, Recorder } from '@sansocket/testkit/record';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { withEcho } from './helpers/echo.ts';
import {
  file,
  fixture,
  fromClient,
  fromServer,
  inspect,
  opened,
  request,
  response,
  rows,
  rowsOf,
} from './helpers/inspect.ts';
import { main, run, sansocket } from './helpers/sansocket.ts';

const ends = async (content: string | Uint8Array) =>
  (await rowsOf(content)).map((row) => [row['sansocket.from'], row['websocket.payload.text']]);

describe('bytes of one direction', () => {
  it('are read as hexadecimal digits, as base64, and as they are', async () => {
    const masked = '81 85 37 fa 21 3d 7f 9f 4d 51 58';
    for (const text of [
      masked,
      masked.replaceAll(' ', ''),
      '0x81,0x85,0x37,0xfa,0x21,0x3d,0x7f,0x9f,0x4d,0x51,0x58\n',
    ]) {
      expect(await ends(text)).toEqual([['client', 'Hello']]);
    }
    const bytes = Buffer.from(masked.replaceAll(' ', ''), 'hex');
    expect(await ends(bytes.toString('base64'))).toEqual([['client', 'Hello']]);
    expect(await ends(bytes)).toEqual([['client', 'Hello']]);
    const ofClient = Buffer.concat([request(), fromClient(1, 'Hi')]);
    expect(await ends(ofClient)).toEqual([['client', 'Hi']]);
    expect((await inspect(ofClient)).out).toContain('! Without a response: RSV1 is taken as');
    expect(await ends('81 05 48 65 6c 6c 6f')).toEqual([['server', 'Hello']]);
    expect(await ends(Buffer.concat([response(), fromServer(1, 'Hi')]))).toEqual([
      ['server', 'Hi'],
    ]);
    // Without a handshake, RSV1 means compression: RFC 7692 §7.2.3.1.
    expect(await ends('c1 07 f2 48 cd c9 c9 07 00')).toEqual([['server', 'Hello']]);
  });

  it('come from standard input too', async () => {
    const { out } = await run(
      'sh',
      '-c',
      `echo "81 02 48 69" | "${process.execPath}" "${main}" inspect -`,
    );
    expect(out).toMatch(/▼ +text +F---- +2 +1 +"Hi"/);
  });

  it('of no known format are refused', async () => {
    const { code, error } = await inspect('no bytes, but a sentence.');
    expect([code, error]).toEqual([2, expect.stringMatching(/^The file is none of these: pcap/)]);
    expect((await inspect('{"a": 1}')).error).toMatch(/^The JSON is neither/);
    expect((await inspect('{"a"')).error).toMatch(/^The file begins as JSON/);
    expect((await inspect('{"log": {"entries": [{}]}}')).error).toMatch(/1 entries, and none with/);
    expect((await sansocket('inspect')).error).toMatch(/^FILE is missing/);
    expect((await sansocket('inspect', 'nowhere.pcap')).error).toMatch(
      /^Cannot read 'nowhere\.pcap'/,
    );
  });
});

describe('a record', () => {
  it('of the testkit has the calls of one end, which are both directions', async () => {
    const recorder = new Recorder();
    const connection = recorder.server({}, 0);
    connection.receive(request(), 5);
    connection.accept({}, 6);
    connection.receive(fromClient(1, 'Hello'), 9);
    connection.send('Hi');
    connection.close(1000, 'bye', 11);
    while (connection.nextEvent() !== undefined);
    while (connection.nextOutput() !== undefined);
    const found = await rowsOf(formatLog(recorder.log));
    expect(
      found.map((row) => [
        row['sansocket.from'],
        row['sansocket.ms'],
        row['websocket.payload.text'] ?? row['websocket.payload.close.reason'],
      ]),
    ).toEqual([
      ['client', 4, 'Hello'],
      ['server', 6, 'Hi'],
      ['server', 6, 'bye'],
    ]);
  });

  it('of sansocket property has the borders of writes', async () => {
    const frame = fromClient(1, 'Hello');
    const html = file('');
    const { out } = await inspect(
      opened(['out', frame.slice(0, 7)], ['out', frame.slice(7)]),
      '--html',
      html,
    );
    expect(out).toContain('"Hello"');
    expect(readFileSync(html, 'utf8')).toContain('<b class="cut" title="another segment">|</b>');
  });

  it('that is damaged is refused', async () => {
    expect((await inspect('{"log":"sansocket","version":1}\n{')).error).toMatch(
      /^Line 2 of the record is not JSON/,
    );
    const { error } = await inspect('{"tool":"sansocket"}\n{"dir":"in","hex":"8"}\n');
    expect(error).toMatch(/^Text is not pairs of hexadecimal digits/);
  });
});

describe('HAR', () => {
  const archive = {
    log: {
      entries: [
        { request: { url: 'https://example.com/' } },
        {
          request: {
            url: 'wss://example.com/chat?room=1',
            headers: [{ name: 'Cookie', value: 'id=1' }],
          },
          response: {
            status: 101,
            headers: [{ name: 'sec-websocket-extensions', value: 'permessage-deflate' }],
          },
          _webSocketMessages: [
            { type: 'send', time: 1700000000.5, opcode: 1, data: 'Grüße' },
            { type: 'receive', time: 1700000000.75, opcode: 2, data: 'AAEC' },
          ],
        },
      ],
    },
  };

  it('has messages, of which frames are made', async () => {
    const content = JSON.stringify(archive);
    const found = await rowsOf(content);
    expect(
      found.map((row) => [
        row['sansocket.from'],
        row['sansocket.ms'],
        row['sansocket.data'],
        row['sansocket.rule'],
      ]),
    ).toEqual([
      ['client', 0, '47:72:c3:bc:c3:9f:65', undefined],
      ['server', 250, '00:01:02', undefined],
    ]);
    const { out } = await inspect(content);
    expect(out).toContain('GET /chat?room=1 HTTP/1.1');
    expect(out).toContain(
      'HAR has messages: fragments, compression and masking keys are not known',
    );
  });

  it('that is damaged is read as far as it can be, and the rest is named', async () => {
    const content = JSON.stringify({
      log: {
        entries: [
          null,
          {
            request: null,
            response: { headers: 'none' },
            _webSocketMessages: [
              null,
              { type: 'send', time: 1, opcode: 1, data: 'a' },
              { type: 'send', time: 'soon', opcode: 1, data: 'b' },
              { type: 'receive', time: 2, opcode: 99, data: 'c' },
              { type: 'other', time: 2, opcode: 1, data: 'd' },
            ],
          },
          { request: { url: 'ws://a/', headers: [null] }, _webSocketMessages: [] },
        ],
      },
    });
    const { code, out } = await inspect(content);
    expect(code).toBe(0);
    expect(out).toContain('4 of 5 messages are left out: type, opcode or time is none');
    expect(out).toContain('"a"');
    expect(out).not.toContain('NaN');
  });

  it('is written with the messages of a capture, and read back to them', async () => {
    const har = file('');
    await sansocket('inspect', fixture('chromium.pcap'), '--export', `har:${har}`);
    const { log } = JSON.parse(readFileSync(har, 'utf8')) as {
      log: {
        version: string;
        entries: { request: { url: string }; _webSocketMessages: unknown[] }[];
      };
    };
    expect(log.version).toBe('1.2');
    expect(log.entries.map(({ request: { url } }) => url.replace(/:\d+\//, ':PORT/'))).toEqual([
      'ws://127.0.0.1:PORT/echo?token=secret',
      'ws://[::1]:PORT/',
    ]);
    const dataOf = async (path: string) =>
      rows((await sansocket('inspect', path, '--export', 'json')).out)
        .map(
          (row) =>
            row['sansocket.data'] ??
            row['websocket.payload.ping'] ??
            row['websocket.payload.pong'] ??
            row['websocket.payload.close.reason'],
        )
        .filter((data) => data !== undefined);
    expect(await dataOf(har)).toEqual(await dataOf(fixture('chromium.pcap')));
  });

  it('is written without cookies and credentials', async () => {
    const { out } = await inspect(JSON.stringify(archive), '--export', 'har');
    expect(out).toContain('"hidden"');
    expect(out).not.toContain('id=1');
  });
});

describe('vectors', () => {
  it('are written for each direction, with the events of the model, and match their schema', async () => {
    const { out } = await inspect(
      opened(['out', fromClient(1, 'Hello')], ['in', fromServer(2, 'Hi', { reservedBits: 0x20 })]),
      '--export',
      'vector',
    );
    const { vectors } = JSON.parse(out) as {
      vectors: { role: string; strict: unknown; bytes: string }[];
    };
    expect(vectors.map(({ role, strict }) => [role, strict])).toEqual([
      ['server', [[{ type: 'text', text: 'Hello' }]]],
      ['client', [[{ type: 'error', code: 1002 }]]],
    ]);
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, '../catalogue/vectors.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    expect([validate(JSON.parse(out)), validate.errors]).toEqual([true, null]);
  });

  it('of compressed traffic name the extension', async () => {
    const { out } = await sansocket(
      'inspect',
      fixture('chromium.pcap'),
      '--filter',
      'tcp.stream == 1',
      '--export',
      'vector',
    );
    const { vectors } = JSON.parse(out) as {
      vectors: { extensions: string; strict: { type: string; text?: string }[][] }[];
    };
    expect(vectors.map(({ extensions }) => extensions)).toEqual(
      new Array(2).fill(
        'permessage-deflate; server_no_context_takeover; server_max_window_bits=10',
      ),
    );
    expect(vectors.map(({ strict }) => strict[0]!.length)).toEqual([10, 10]);
  });
});

describe('a program', () => {
  it('says to a server what the client said, and compares the answer', async () => {
    await withEcho(async (port, seen) => {
      const path = file(opened(['out', fromClient(1, 'Hello')], ['in', fromServer(1, 'Hello')]));
      const program = file('', 'repro.mjs');
      await sansocket('inspect', path, '--export', `repro:${program}`);
      const { code, out } = await run(process.execPath, program, '127.0.0.1', String(port));
      expect([code, out]).toEqual([1, expect.stringContaining('the answer is the recorded one')]);
      expect(seen()).toContain('GET /chat');
    });
  });

  it('is of one session', async () => {
    const { error } = await sansocket('inspect', fixture('chromium.pcap'), '--export', 'repro');
    expect(error).toMatch(/got 2: choose with --filter 'tcp\.stream == 0'/);
    const { error: none } = await sansocket(
      'inspect',
      fixture('chromium.pcap'),
      '--export',
      'repro',
      '--filter',
      'tcp.stream == 7',
    );
    expect(none).toMatch(/^No session is left/);
  });
});
