/** WebSocket over HTTP/2 streams (RFC 8441), with both ends ours. @module */
import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type AttachOptions,
  attach,
  type ConnectOptions,
  connect,
  type StreamRequest,
  type StreamSocket,
} from '@sansocket/http2';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { EventRecorder } from '@sansocket/testkit/transport-contract';
import type { ConnectionEvent, Fields } from 'sansocket';
import { ConnectError } from 'sansocket/driving';

const servers: Http2Server[] = [];
const sessions: ClientHttp2Session[] = [];

afterEach(() => {
  for (const session of sessions.splice(0)) session.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A listening server without `attach`. */
async function listening(server: Http2Server = createServer()): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A server that echoes; `routes` has its ordinary routes too. */
async function echoing(options: AttachOptions = {}, isCompatible = false) {
  const server = isCompatible
    ? createServer((_, response) => response.end('Hello'))
    : createServer();
  const recorder = new EventRecorder<ServerHttp2Stream>();
  const echo = recorder.listen((event, socket) => {
    if (event.type === 'message') socket.send(event.data);
  });
  const attached = attach(server, options, echo);
  const port = await listening(server);
  return { server, attached, recorder, port, url: `ws://127.0.0.1:${port}/chat` };
}

interface Client {
  readonly socket: StreamSocket<ClientHttp2Stream>;
  readonly next: (type: ConnectionEvent['type']) => Promise<ConnectionEvent>;
}

async function open(url: string, options: ConnectOptions = {}): Promise<Client> {
  const recorder = new EventRecorder<ClientHttp2Stream>();
  const socket = await connect(url, options, recorder.listen());
  return { socket, next: (type) => recorder.next(type) };
}

function sessionTo(port: number): ClientHttp2Session {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  sessions.push(session);
  return session.on('error', () => undefined);
}

/** Asks with any header list; the status and the text of the answer. */
async function ask(port: number, headers: OutgoingHttpHeaders): Promise<readonly [number, string]> {
  const session = sessionTo(port);
  if (session.remoteSettings.enableConnectProtocol !== true) await once(session, 'remoteSettings');
  const stream = session.request(headers, { endStream: false });
  const [response] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return [Number(response[':status']), text];
}

const extended = {
  ':method': 'CONNECT',
  ':protocol': 'websocket',
  ':scheme': 'http',
  ':path': '/',
  ':authority': 'a',
  'sec-websocket-version': '13',
};

describe('attach() and connect() over HTTP/2', () => {
  it('echo, and close cleanly', async () => {
    const { url, recorder } = await echoing();
    const { socket, next } = await open(url);
    socket.send('Hello');
    expect(await next('message')).toMatchObject({ data: 'Hello' });
    socket.close(1000, 'done');
    expect(await next('close')).toMatchObject({ code: 1000, wasClean: true });
    expect(await recorder.next('close')).toMatchObject({
      code: 1000,
      endedBy: 'peer',
      wasClean: true,
    });
  });

  it('agree on a subprotocol and on permessage-deflate', async () => {
    const { url } = await echoing({ subprotocols: ['chat'], extensions: [permessageDeflate()] });
    const { socket, next } = await open(url, {
      subprotocols: ['other', 'chat'],
      extensions: [permessageDeflate()],
    });
    expect(await next('open')).toMatchObject({ subprotocol: 'chat' });
    expect(socket.connection.extensions).toContain('permessage-deflate');
    const text = 'compressible '.repeat(1000);
    socket.send(text);
    expect(await next('message')).toMatchObject({ data: text });
    socket.close(1000);
    await next('close');
  });

  it('share a session with 50 connections, and with ordinary requests', async () => {
    const { url, port } = await echoing({}, true);
    const session = sessionTo(port);
    const clients = await Promise.all(Array.from({ length: 50 }, () => open(url, { session })));
    for (const [i, { socket }] of clients.entries()) socket.send(`message ${i}`);
    const echoes = await Promise.all(clients.map(({ next }) => next('message')));
    expect(echoes.map((event) => (event.type === 'message' ? event.data : ''))).toEqual(
      clients.map((_, i) => `message ${i}`),
    );
    const stream = session.request({ ':path': '/' });
    let body = '';
    for await (const chunk of stream) body += String(chunk);
    expect(body).toBe('Hello');
    for (const { socket } of clients) socket.close(1000);
    const closed = await Promise.all(clients.map(({ next }) => next('close')));
    expect(closed.every((event) => event.type === 'close' && event.wasClean)).toBe(true);
  });

  it('pass messages longer than the flow-control window', async () => {
    const { url } = await echoing();
    const { socket, next } = await open(url);
    const data = new Uint8Array(1_000_000).map((_, i) => i);
    socket.send(data);
    const echo = await next('message');
    expect(
      echo.type === 'message' && Buffer.compare(Buffer.from(echo.data as Uint8Array), data),
    ).toBe(0);
    socket.close(1000);
    await next('close');
  });

  it('reset the stream when a connection is dropped, and tell the peer of it', async () => {
    const { url, recorder } = await echoing();
    const { socket, next } = await open(url);
    await recorder.next('open');
    socket.stream.close(8);
    expect(await next('close')).toMatchObject({ code: 1006, wasClean: false });
    expect(await recorder.next('close')).toMatchObject({ code: 1006, endedBy: 'transport' });
  });

  it('close all connections with 1001', async () => {
    const { url, attached } = await echoing();
    const { next } = await open(url);
    const closed = attached.close();
    expect(await next('close')).toMatchObject({ code: 1001, wasClean: true });
    await closed;
  });
});

describe('attach() over HTTP/2', () => {
  it.each([true, false])('answers with compatibility layer %s', async (isCompatible) => {
    const { port } = await echoing({}, isCompatible);
    expect(await ask(port, { ...extended, 'sec-websocket-version': '8' })).toEqual([
      400,
      'The version of the protocol is 13 (RFC 6455 §4.4)\n',
    ]);
    expect((await ask(port, { ...extended, ':protocol': 'connect-udp' }))[0]).toBe(501);
  });

  it('answers a plain CONNECT with 405, as the compatibility layer does', async () => {
    const { port } = await echoing({}, true);
    expect(await ask(port, { ':method': 'CONNECT', ':authority': 'a:1' })).toEqual([405, '']);
  });

  it('keeps no stream of a refused client that does not end its half', async () => {
    const { server, port } = await echoing({ allowedOrigins: ['https://a'] });
    const opened = once(server, 'stream') as Promise<[ServerHttp2Stream]>;
    const session = sessionTo(port);
    if (session.remoteSettings.enableConnectProtocol !== true)
      await once(session, 'remoteSettings');
    session.request(extended, { endStream: false }).on('error', () => undefined);
    const [stream] = await opened;
    if (!stream.closed) await once(stream, 'close');
    expect(stream.closed).toBe(true);
  });

  it('lets the application decide too late', async () => {
    const requests: StreamRequest[] = [];
    const { port } = await echoing({
      timeouts: { openingHandshakeMs: 20 },
      onRequest: (_, request) => requests.push(request),
    });
    expect((await ask(port, extended))[0]).toBe(503);
    expect(requests[0]!.accept()).toBeUndefined();
    expect(() => requests[0]!.accept()).toThrow('the request was answered');
  });

  it('answers what waits with 503 when it closes', async () => {
    const asked = new EventRecorder();
    const { attached, port } = await echoing({
      onRequest: () => asked.listen()({ type: 'drain' }, undefined as never),
    });
    const answered = ask(port, extended);
    await asked.next('drain');
    await attached.close();
    expect((await answered)[0]).toBe(503);
  });

  it('tells of the rule that a request breaks', async () => {
    const broken: string[] = [];
    const { port } = await echoing({
      allowedOrigins: ['https://a'],
      onRefused: ({ rule }) => broken.push(rule),
    });
    expect((await ask(port, extended))[0]).toBe(403);
    expect(broken).toEqual(['origin-not-allowed']);
  });

  it('lets the application decide, at once or later', async () => {
    const { url } = await echoing({
      onRequest: async (event, request) => {
        await Promise.resolve();
        if (event.target === '/chat') request.accept({ headers: [['X-A', 'b']] });
        else request.reject({ status: 404, body: 'no' });
        expect(() => request.reject({ status: 500 })).toThrow('the request was answered');
      },
    });
    const { socket, next } = await open(url);
    socket.close(1000);
    await next('close');
    await expect(connect(url.replace('chat', 'x'), {}, () => undefined)).rejects.toMatchObject({
      name: 'ConnectError',
      message: 'The server refuses with status 404',
      rejection: { status: 404, body: new Uint8Array(Buffer.from('no')) },
    });
  });

  it('sends no body with 304, and takes no field twice that has one value', async () => {
    const errors: unknown[] = [];
    const { port } = await echoing({
      onRequest(_, request) {
        const headers = [
          ['ETag', 'a'],
          ['ETag', 'b'],
        ] as const;
        for (const rejection of [
          { status: 304, body: 'a' },
          { status: 403, headers },
        ]) {
          try {
            request.reject(rejection);
          } catch (error) {
            errors.push(String(error));
          }
        }
        request.reject({ status: 304 });
      },
    });
    expect(await ask(port, extended)).toEqual([304, '']);
    expect(errors).toEqual([
      'RangeError: body must be empty with status 304, got 1 bytes (RFC 9110 §15.4.5)',
      'TypeError: Field ETag is repeated, and has one value (RFC 9110 §5.3)',
    ]);
  });

  it('leaves what is not ours to the server', async () => {
    const { server, url, port } = await echoing({
      isOurs: ({ ':path': path }) => path === '/chat',
    });
    server.on('stream', (stream, headers) => {
      if (headers[':path'] === '/') stream.respond({ ':status': 418 }, { endStream: true });
    });
    expect((await ask(port, extended))[0]).toBe(418);
    const { socket, next } = await open(url);
    socket.close(1000);
    await next('close');
  });

  it('shares a server with another attach, and says at once when both take the same requests', async () => {
    const { server, url, port } = await echoing({
      isOurs: ({ ':path': path }) => path === '/chat',
      onRequest: async (_, request) => {
        await Promise.resolve();
        request.accept();
      },
    });
    const rejecting = {
      onRequest: (_: unknown, request: StreamRequest) => request.reject({ status: 410 }),
    };
    const other = attach(server, rejecting, () => undefined);
    expect(() => attach(server, {}, () => undefined)).toThrow(
      'Cannot attach: an earlier attach to this server takes the same requests',
    );
    const { socket, next } = await open(url);
    socket.close(1000);
    await next('close');
    expect((await ask(port, extended))[0]).toBe(410);
    await other.close();
    await attach(server, {}, () => undefined).close();
  });

  // Elsewhere, jest would take the error for one of the test.
  const itInNode = 'Deno' in globalThis || 'Bun' in globalThis ? it.skip : it;
  itInNode.each(['onRequest', 'isOurs'])(
    'answers with 500 when %s throws, and throws it where nobody catches it',
    async (name) => {
      const errors: unknown[] = [];
      const { port } = await echoing({
        [name]: () => {
          throw new Error('In the application');
        },
      });
      process.setUncaughtExceptionCaptureCallback((error) => errors.push(error));
      try {
        expect((await ask(port, extended))[0]).toBe(500);
      } finally {
        process.setUncaughtExceptionCaptureCallback(null);
      }
      expect(errors).toEqual([new Error('In the application')]);
    },
  );

  it('answers with 503 when the application does not decide in time, and while it closes', async () => {
    const { attached, port } = await echoing({
      timeouts: { openingHandshakeMs: 20 },
      onRequest: () => undefined,
    });
    expect((await ask(port, extended))[0]).toBe(503);
    await attached.close();
  });

  it('answers what is not ours with 404 where nobody else listens', async () => {
    const { port } = await echoing({ isOurs: () => false });
    expect((await ask(port, extended))[0]).toBe(404);
  });

  it('refuses options and servers of another kind at the door', () => {
    const at = attach as (...args: readonly unknown[]) => unknown;
    expect(() => at({}, {}, () => undefined)).toThrow('server must be an HTTP/2 server');
    expect(() => at(createServer(), { origins: [] }, () => undefined)).toThrow(
      'There is no option origins',
    );
    expect(() => at(createServer(), {})).toThrow('onEvent must be a function');
  });
});

describe('connect() over HTTP/2', () => {
  it('says that the server has not enabled it', async () => {
    const port = await listening();
    await expect(connect(`ws://127.0.0.1:${port}/`, {}, () => undefined)).rejects.toThrow(
      'The server has not enabled WebSocket over HTTP/2: SETTINGS_ENABLE_CONNECT_PROTOCOL is not 1 (RFC 8441 §3)',
    );
  });

  it('says that the server speaks another version of HTTP', async () => {
    const server = createNetServer((socket) => {
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(connect(`ws://127.0.0.1:${port}/`, {}, () => undefined)).rejects.toMatchObject({
      code: 'ERR_HTTP2_ERROR',
    });
    server.close();
  });

  it('does not wait for the body of a refusal that does not end', async () => {
    const server = createServer({ settings: { enableConnectProtocol: true } });
    server.on('stream', (stream) => {
      stream.on('error', () => undefined).respond({ ':status': 404 });
      stream.write('no');
    });
    const port = await listening(server);
    const timeouts = { openingHandshakeMs: 30_000 };
    await expect(
      connect(`ws://127.0.0.1:${port}/`, { timeouts }, () => undefined),
    ).rejects.toMatchObject({
      rejection: { status: 404, body: new Uint8Array(Buffer.from('no')) },
    });
  });

  it('says at once that a session has ended before its settings, each time', async () => {
    const server = createNetServer((socket) => socket.on('error', () => undefined).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const session = sessionTo(port);
    const url = `ws://127.0.0.1:${port}/`;
    await expect(connect(url, { session }, () => undefined)).rejects.toThrow();
    await expect(connect(url, { session }, () => undefined)).rejects.toThrow();
    server.close();
  });

  it('sends nothing of a wss URL over a session without TLS', async () => {
    const { port } = await echoing();
    const session = sessionTo(port);
    await expect(
      connect(`wss://me:secret@127.0.0.1:${port}/`, { session }, () => undefined),
    ).rejects.toThrow('options.session has no TLS, which a wss URL needs');
  });

  it('has the fields of the request and of the response in the event open', async () => {
    const { url, recorder } = await echoing({
      onRequest: (_, request) =>
        request.accept({
          headers: [
            ['Set-Cookie', 'a=1'],
            ['Set-Cookie', 'b=2'],
            ['constructor', 'c'],
          ],
        }),
    });
    const { socket, next } = await open(url, {
      headers: [
        ['X-A', 'b'],
        ['__proto__', 'c'],
      ],
    });
    const { fields } = (await next('open')) as { fields: Fields };
    expect(fields.filter(([name]) => name !== 'date')).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['constructor', 'c'],
    ]);
    const asked = (await recorder.next('open')).fields;
    expect(asked).toContainEqual(['x-a', 'b']);
    expect(asked).toContainEqual(['__proto__', 'c']);
    socket.close(1000);
    await next('close');
  });

  it('says which rule the response breaks', async () => {
    const server = createServer({ settings: { enableConnectProtocol: true } });
    server.on('stream', (stream) =>
      stream.respond({ ':status': 200, 'sec-websocket-protocol': 'x' }),
    );
    const port = await listening(server);
    const failed = connect(`ws://127.0.0.1:${port}/`, {}, () => undefined);
    await expect(failed).rejects.toBeInstanceOf(ConnectError);
    await expect(failed).rejects.toMatchObject({ violation: { rule: 'subprotocol-not-offered' } });
  });

  it('fails when nobody listens, when the stream is closed, and when nobody answers', async () => {
    await expect(connect('ws://127.0.0.1:1/', {}, () => undefined)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    const server = createServer({ settings: { enableConnectProtocol: true } });
    server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      if (headers[':path'] === '/close') stream.close(8);
    });
    const port = await listening(server);
    await expect(
      connect(`ws://127.0.0.1:${port}/close`, {}, () => undefined),
    ).rejects.toMatchObject({
      message: 'The server has reset the stream with code 8 before its response',
      rstCode: 8,
    });
    const timeouts = { openingHandshakeMs: 20 };
    await expect(
      connect(`ws://127.0.0.1:${port}/wait`, { timeouts }, () => undefined),
    ).rejects.toThrow('The server has not answered within 20 ms');
  });
});
