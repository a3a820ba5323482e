/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { openSocket } from '@sansocket/web-streams';
import { ClientConnection, ServerConnection } from 'sansocket';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

describe('openSocket()', () => {
  const connection = new ServerConnection({}, 0);
  const pair = new TransformStream();

  it.each<readonly [given: Anything[], message: string]>([
    [
      [{}, pair, () => undefined],
      'connection must be a ServerConnection or a ClientConnection, got an object',
    ],
    [
      [connection, {}, () => undefined],
      'pair must be a pair of streams, readable and writable, or the promise of one, got an object',
    ],
    [
      [connection, { readable: pair.readable }, () => undefined],
      'pair must be a pair of streams, readable and writable, or the promise of one, got an object',
    ],
    [
      [connection, { writable: pair.writable }, () => undefined],
      'pair must be a pair of streams, readable and writable, or the promise of one, got an object',
    ],
    [[connection, pair, 5], 'onEvent must be a function or an async function, got 5'],
  ])('refuses %p, and locks no stream', (given, message) => {
    expect(() => (openSocket as Anything)(...given)).toThrow(new TypeError(message));
    expect(pair.readable.locked).toBe(false);
    expect(pair.writable.locked).toBe(false);
  });

  it('takes the promise of a pair, and opens over it once it is there', async () => {
    const [toServer, toClient] = [new TransformStream(), new TransformStream()];
    const ends = [
      { readable: toServer.readable, writable: toClient.writable },
      { readable: toClient.readable, writable: toServer.writable },
    ] as const;
    openSocket(
      new ServerConnection({}, performance.now()),
      Promise.resolve(ends[0]),
      (event, its) => {
        if (event.type === 'handshake-request') its.accept();
      },
    );
    const client = new ClientConnection('ws://localhost/', {}, performance.now());
    await new Promise<void>((resolve) => {
      openSocket(client, Promise.resolve(ends[1]), (event, socket) => {
        if (event.type === 'open') socket.close(1000);
        if (event.type === 'close') resolve();
      });
    });
    expect(client.readyState).toBe('closed');
  });

  it('lets go of both streams when it drops the connection', async () => {
    const calls: string[] = [];
    const readable = new ReadableStream<Uint8Array>({ cancel: () => void calls.push('cancel') });
    const writable = new WritableStream<Uint8Array>({ abort: () => void calls.push('abort') });
    await new Promise<void>((resolve) => {
      const server = new ServerConnection({}, performance.now());
      const socket = openSocket(server, { readable, writable }, ({ type }) => {
        if (type === 'close') resolve();
      });
      socket.close();
    });
    for (let i = 0; i < 10; i++) await Promise.resolve();
    expect(calls).toEqual(['cancel', 'abort']);
  });
});
