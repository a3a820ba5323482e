/* eslint-disable -- what JavaScript hands in has no type */
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { hybi8 } from '@sansocket/legacy';
import { attach, connect, openSocket, serve } from '@sansocket/node';
import { ServerConnection } from 'sansocket';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

const onEvent = (): void => undefined;
const url = 'ws://127.0.0.1:1/';
const start = (...given: Anything[]): Promise<unknown> => (serve as Anything)(...given);

describe('serve()', () => {
  it.each<readonly [given: Anything[], message: string]>([
    [[], 'options must be an object, got undefined'],
    [[9001, onEvent], 'options must be an object, got 9001'],
    [[onEvent], 'options must be an object, got a function'],
    [[{}], 'onEvent must be a function or an async function, got undefined'],
    [[{ prot: 1 }, onEvent], 'There is no option prot; the nearest is port'],
    [[{ port: '9001' }, onEvent], 'port must be a whole number from 0 to 65535, got a string'],
    [[{ tls: true }, onEvent], 'tls must be an object, got true'],
    [[{ host: '' }, onEvent], 'host must be a string that is not empty, got a string'],
    [[{ socketPath: '' }, onEvent], 'socketPath must be a string that is not empty, got a string'],
    [[{ socketPath: '/tmp/a', port: 1 }, onEvent], 'port and socketPath exclude each other'],
    [[{ socketPath: '/tmp/a', host: 'a' }, onEvent], 'host and socketPath exclude each other'],
    [[{ subprotocols: 'a' }, onEvent], 'subprotocols must be an array of strings, got a string'],
    [[{ versions: hybi8 }, onEvent], 'versions must be an array of versions'],
    [[{ onRequest: 5 }, onEvent], 'onRequest must be a function or an async function, got 5'],
    [
      [{ allowedOrigin: [] }, onEvent],
      'There is no option allowedOrigin; the nearest is allowedOrigins',
    ],
    [
      [{ limits: { maxFrame: 1 } }, onEvent],
      'There is no option limits.maxFrame; the nearest is limits.maxFrameBytes',
    ],
    [[{ signal: 1 }, onEvent], 'signal must be an AbortSignal, got 1'],
    [[{ path: 'chat' }, onEvent], "path must be '/' and what follows it, without ? and #, or"],
    [[{ path: '/chat?a=1' }, onEvent], "a function, got '/chat?a=1'"],
    [[{ path: '' }, onEvent], "a function, got ''"],
  ])('refuses %p', async (given, message) => {
    await expect(start(...given)).rejects.toThrow(message);
    await expect(start(...given)).rejects.toThrow(TypeError);
  });

  it('refuses a port out of its range by a RangeError', async () => {
    await expect(serve({ port: 70_000 }, onEvent)).rejects.toThrow(RangeError);
  });
});

describe('attach()', () => {
  const server = createServer();

  it.each<readonly [given: Anything[], message: string]>([
    [[null], 'server must be an HTTP server, got null'],
    [[{}, {}, onEvent], 'server must be an HTTP server, got an object'],
    [[createTcpServer(), {}, onEvent], 'server must be an HTTP server, got an object'],
    [[server, onEvent], 'options must be an object, got a function'],
    [[server, {}], 'onEvent must be a function or an async function, got undefined'],
    [
      [server, { isOurs: async () => true }, onEvent],
      'isOurs must be a function, got an async function',
    ],
    [[server, { isours: () => true }, onEvent], 'There is no option isours; the nearest is isOurs'],
    // The server itself answers.
    [
      [server, { answerPlain: () => undefined }, onEvent],
      'There is no option answerPlain; the nearest is answers',
    ],
  ])('refuses %p, and listens to nothing', (given, message) => {
    expect(() => (attach as Anything)(...given)).toThrow(new TypeError(message));
    expect(server.listenerCount('upgrade')).toBe(0);
  });
});

describe('connect()', () => {
  it.each<readonly [given: Anything[], message: string]>([
    [[url], 'options must be an object, got undefined'],
    [[url, onEvent], 'options must be an object, got a function'],
    [[url, {}], 'onEvent must be a function or an async function, got undefined'],
    [[undefined, {}, onEvent], 'URL must be a string or a URL object, got undefined'],
    [[], 'URL must be a string or a URL object, got undefined'],
    [[onEvent, url], 'URL must be a string or a URL object, got a function'],
    [
      [url, { socketPath: '' }, onEvent],
      'socketPath must be a string that is not empty, got a string',
    ],
    [[url, { tls: 'a' }, onEvent], 'tls must be an object, got a string'],
    [
      [url, { subprotocols: 'chat' }, onEvent],
      'subprotocols must be an array of strings, got a string',
    ],
    [[url, { allowedOrigins: [] }, onEvent], 'There is no option allowedOrigins'],
    [
      [url, { proxy: 'http://a:1', socketPath: '/tmp/a' }, onEvent],
      'proxy and socketPath exclude each other: a proxy is asked for a host',
    ],
  ])('refuses %p', (given, message) => {
    expect(() => (connect as Anything)(...given)).toThrow(message);
    expect(() => (connect as Anything)(...given)).toThrow(TypeError);
  });

  it('takes a URL object', async () => {
    const server = await serve({}, onEvent);
    const target = new URL(`ws://127.0.0.1:${server.port}/`);
    await new Promise<void>((resolve) => {
      connect(target, {}, (event, socket) => {
        if (event.type === 'open') socket.close(1000);
        if (event.type === 'close') resolve();
      });
    });
    await server.close();
  });
});

describe('openSocket()', () => {
  const connection = new ServerConnection({}, 0);

  it.each<readonly [given: Anything[], message: string]>([
    [
      [{}, new PassThrough(), onEvent],
      'connection must be a ServerConnection or a ClientConnection, got an object',
    ],
    [[connection, undefined, onEvent], 'stream must be a duplex stream, got undefined'],
    [
      [connection, new PassThrough(), undefined],
      'onEvent must be a function or an async function, got undefined',
    ],
  ])('refuses %p', (given, message) => {
    expect(() => (openSocket as Anything)(...given)).toThrow(new TypeError(message));
  });
});

describe('a function that decides', () => {
  it('lets nobody pass by anything but true: nor by a promise of anything else', async () => {
    const decide = (() => Promise.resolve(1)) as unknown as () => boolean;
    const server = await serve({ allowedOrigins: decide }, onEvent);
    const status = await new Promise((resolve) => {
      connect(`ws://127.0.0.1:${server.port}/`, {}, (event) => {
        if (event.type === 'handshake-rejected') resolve(event.status);
        if (event.type === 'open') resolve(101);
      });
    });
    expect(status).toBe(403);
    await server.close();
  });
});
