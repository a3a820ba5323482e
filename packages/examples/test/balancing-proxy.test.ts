/** The proxy of `docs/how-to/run-a-relay.md` between ws and ws, and between Chromium and ws. @module */
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { hasChromium, Program, withPage } from '@sansocket/engines';
import { WebSocket, WebSocketServer } from 'ws';
import { startProxy } from '../src/balancing-proxy.ts';

const nginx = '/usr/sbin/nginx';

/** The site of `docs/how-to/run-behind-a-proxy.md`, without TLS. */
function startNginx(port: number, target: number): Program {
  const folder = mkdtempSync(join(tmpdir(), 'sansocket-nginx-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
  const site = `server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${target};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_read_timeout 60s;
    }
  }`;
  const text = `user root;\npid ${folder}/nginx.pid;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${site}\n}\n`;
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, text);
  const program = new Program(nginx, [
    '-p',
    folder,
    '-c',
    file,
    '-e',
    'stderr',
    '-g',
    'daemon off;',
  ]);
  stops.push(() => {
    program.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });
  return program;
}

interface Line {
  readonly id: number;
  readonly from: 'client' | 'server';
  readonly opcode?: number;
  readonly rsv1?: boolean;
  readonly payloadLength?: number;
  readonly payload?: string;
}

const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A server of ws that echoes, and says which one it is. */
async function echoServer(name: string): Promise<number> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    perMessageDeflate: { threshold: 0 },
  });
  server.on('headers', (headers) => headers.push(`X-Server: ${name}`));
  server.on('connection', (socket, request) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
    if (request.url === '/who') {
      socket.send(`${name} for ${String(request.headers['x-forwarded-for'])}`);
    }
  });
  await once(server, 'listening');
  stops.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function proxyOf(servers: readonly number[]): Promise<{ url: string; lines: Line[] }> {
  const lines: Line[] = [];
  const proxy = await startProxy(servers, (line) => lines.push(JSON.parse(line) as Line));
  stops.push(() => proxy.close());
  return { url: `ws://127.0.0.1:${proxy.port}`, lines };
}

async function opened(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: { threshold: 0 } });
  stops.push(() => socket.terminate());
  await once(socket, 'open');
  return socket;
}

async function answerOf(socket: WebSocket, data: string | Uint8Array): Promise<string> {
  const answer = once(socket, 'message');
  socket.send(data);
  return String((await answer)[0]);
}

/** The text in the frames of a direction: the first message is compressed with an empty window. */
function recorded(lines: readonly Line[], from: Line['from']): string {
  const at = lines.findIndex((line) => line.from === from && line.opcode === 1);
  const frame = lines[at];
  const pieces = lines.slice(at + 1).filter((line) => line.from === from);
  const payload = Buffer.concat(pieces.map((line) => Buffer.from(line.payload ?? '', 'base64')));
  const tail = Buffer.of(0, 0, 0xff, 0xff);
  const whole = Buffer.concat([payload.subarray(0, frame?.payloadLength), tail]);
  return inflateRawSync(whole, { finishFlush: 2 }).toString();
}

describe('startProxy()', () => {
  it('passes compressed frames on unread, and records them', async () => {
    const { url, lines } = await proxyOf([await echoServer('a')]);
    const socket = await opened(`${url}/`);
    expect(socket.extensions).toContain('permessage-deflate');
    const text = 'Hello, hello, hello, hello! '.repeat(100);
    expect(await answerOf(socket, text)).toBe(text);
    const sent = lines.find(({ from, opcode }) => from === 'client' && opcode === 1);
    expect(sent).toMatchObject({ rsv1: true });
    expect(sent!.payloadLength).toBeLessThan(text.length / 10);
    expect(recorded(lines, 'client')).toBe(text);
    expect(recorded(lines, 'server')).toBe(text);
    socket.close(4002, 'done');
    expect((await once(socket, 'close'))[0]).toBe(4002);
    expect(lines.at(-1)).toMatchObject({ id: 1 });
  });

  it('passes on a long message and many short ones, both ways', async () => {
    const { url } = await proxyOf([await echoServer('a')]);
    const socket = await opened(`${url}/`);
    const long = Buffer.alloc(3_000_000, 'abcdefg');
    expect((await answerOf(socket, long)).length).toBe(long.length);
    const answers: string[] = [];
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => answers.push(data.toString()) === 1000 && resolve());
    });
    for (let i = 0; i < 1000; i++) socket.send(`message ${i}`);
    await done;
    expect(answers.at(-1)).toBe('message 999');
  });

  it('gives each client the server with the fewest clients, and names the client to it', async () => {
    const { url } = await proxyOf([await echoServer('a'), await echoServer('b')]);
    const names = [];
    for (let i = 0; i < 4; i++) {
      const socket = new WebSocket(`${url}/who`);
      stops.push(() => socket.terminate());
      names.push(String((await once(socket, 'message'))[0]));
    }
    expect(names).toEqual([
      'a for 127.0.0.1',
      'b for 127.0.0.1',
      'a for 127.0.0.1',
      'b for 127.0.0.1',
    ]);
  });

  it('passes over a server that cannot be reached, and answers with 502 without any', async () => {
    const dead = await closedPort();
    const { url } = await proxyOf([dead, await echoServer('b')]);
    const socket = await opened(`${url}/`);
    expect(await answerOf(socket, 'still here')).toBe('still here');
    const none = await proxyOf([dead]);
    const refused = new WebSocket(`${none.url}/`);
    const [, response] = (await once(refused, 'unexpected-response').catch((error: unknown) => [
      undefined,
      { statusCode: String(error) },
    ])) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(502);
    refused.on('error', () => undefined).terminate();
  });

  it('does what the cases for proxies ask for', async () => {
    const origin = await closedPort();
    const { url } = await proxyOf([origin]);
    const main = join(import.meta.dirname, '../../conformance/dist/main.js');
    const ends = ['--client-to', `${url}/`, '--origin-listen', String(origin)];
    const cases = ['PX-*', '!PX-013', '!PX-014'];
    const patient = ['--timeout-scale', '5'];
    const args = [main, 'conformance', 'proxy', ...ends, '--strict', ...patient, ...cases];
    const { exitCode, stdout } = await new Program(process.execPath, args).ended();
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^12 cases in .*: 12 pass$/m)]);
  });

  const itBehindNginx = existsSync(nginx) ? it : it.skip;

  itBehindNginx('passes compressed messages on behind nginx', async () => {
    const { url, lines } = await proxyOf([await echoServer('a')]);
    const port = await closedPort();
    const program = startNginx(port, Number(new URL(url).port));
    await program.listensOn(port);
    const socket = await opened(`ws://127.0.0.1:${port}/`);
    expect(socket.extensions).toContain('permessage-deflate');
    const text = 'Hello through nginx, hello! '.repeat(100);
    expect(await answerOf(socket, text)).toBe(text);
    expect(recorded(lines, 'client')).toBe(text);
    socket.close(4004, 'nginx');
    expect((await once(socket, 'close'))[0]).toBe(4004);
  });

  const itInChromium = hasChromium() ? it : it.skip;

  itInChromium('passes compressed messages between Chromium and ws on', async () => {
    const { url, lines } = await proxyOf([await echoServer('a')]);
    const talk = `new Promise((resolve, reject) => {
      const text = 'Grüße aus Chromium, '.repeat(500);
      const socket = new WebSocket('${url}/');
      socket.onopen = () => socket.send(text);
      socket.onerror = () => reject(new Error('The connection failed'));
      socket.onmessage = ({ data }) => {
        socket.onclose = ({ code, reason, wasClean }) =>
          resolve({ echoed: data === text, extensions: socket.extensions, code, reason, wasClean });
        socket.close(4003, 'enough');
      };
    })`;
    const result = await withPage((page) => page.evaluate(talk));
    expect(result).toEqual({
      echoed: true,
      extensions: expect.stringContaining('permessage-deflate'),
      code: 4003,
      reason: 'enough',
      wasClean: true,
    });
    const sent = lines.find(({ from, opcode }) => from === 'client' && opcode === 1);
    expect(sent).toMatchObject({ rsv1: true });
    expect(recorded(lines, 'client')).toBe('Grüße aus Chromium, '.repeat(500));
  });
});
