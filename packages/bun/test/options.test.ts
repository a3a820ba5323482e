/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { connect, openSocket, serve } from '@sansocket/bun';
import { ServerConnection } from 'sansocket';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

const onEvent = (): void => undefined;
const url = 'ws://127.0.0.1:1/';

describe('the doors of the adapter', () => {
  it.each<readonly [given: Anything[], message: string]>([
    [[], 'options must be an object, got undefined'],
    [[9001, onEvent], 'options must be an object, got 9001'],
    [[{}], 'onEvent must be a function or an async function, got undefined'],
    [
      [{ allowedOrigin: [] }, onEvent],
      'There is no option allowedOrigin; the nearest is allowedOrigins',
    ],
    [[{ tls: true }, onEvent], 'tls must be an object, got true'],
    [[{ host: '' }, onEvent], 'host must be a string that is not empty, got a string'],
    [[{ socketPath: '' }, onEvent], 'socketPath must be a string that is not empty, got a string'],
    [
      [{ socketPath: '/tmp/a', port: 1 }, onEvent],
      'port and socketPath exclude each other: a Unix socket has no port',
    ],
    [
      [{ socketPath: '/tmp/a', host: 'a' }, onEvent],
      'host and socketPath exclude each other: a Unix socket has no host',
    ],
  ])('serve() refuses %p', async (given, message) => {
    await expect((serve as Anything)(...given)).rejects.toThrow(new TypeError(message));
  });

  it.each<readonly [given: Anything[], message: string]>([
    [[url], 'options must be an object, got undefined'],
    [[url, onEvent], 'options must be an object, got a function'],
    [[url, {}], 'onEvent must be a function or an async function, got undefined'],
    [[], 'URL must be a string or a URL object, got undefined'],
    [[onEvent, url], 'URL must be a string or a URL object, got a function'],
    [
      [url, { socketPath: '' }, onEvent],
      'socketPath must be a string that is not empty, got a string',
    ],
    [[5, {}, onEvent], 'URL must be a string or a URL object, got 5'],
  ])('connect() refuses %p', (given, message) => {
    expect(() => (connect as Anything)(...given)).toThrow(new TypeError(message));
  });

  it.each<readonly [given: Anything[], message: RegExp]>([
    [[{}, Promise.resolve(), onEvent], /^connection must be/],
    [[new ServerConnection({}, 0), undefined, onEvent], /^(?:conn|socket) must be/],
    [[new ServerConnection({}, 0), Promise.resolve(), 5], /^onEvent must be/],
  ])('openSocket() refuses %p', (given, message) => {
    expect(() => (openSocket as Anything)(...given)).toThrow(message);
  });

  it.each([undefined, 5, {}])('openSocket() loses a promise of %p', async (junk) => {
    const connection = new ServerConnection({}, performance.now());
    const events: Anything[] = [];
    await new Promise<void>((resolve) => {
      openSocket(connection, Promise.resolve(junk) as Anything, (event) => {
        events.push(event);
        if (event.type === 'close') resolve();
      });
    });
    expect(events).toMatchObject([{ type: 'close', cause: { name: 'TypeError' } }]);
    expect(String(events[0].cause)).toMatch(/must be a socket of/);
  });
});
