/** A transport whose function returns a promise: HTTP/2. @module */
import { once } from 'node:events';
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attach, connect } from '@sansocket/http2';
import { type WebSocket, webSocketClass, webSocketStreamClass } from '@sansocket/websocket';
import { ConnectError } from 'sansocket/driving';

const server: Http2Server = createServer({ settings: { enableConnectProtocol: true } });
let sockets: { close(): Promise<void> };
let url = '';

beforeAll(async () => {
  sockets = attach(server, {}, (event, socket) => {
    if (event.type === 'message') socket.send(event.data);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await sockets.close();
  server.close();
});

/** The events of a socket until its end. */
function story(socket: WebSocket): Promise<unknown[]> {
  const told: unknown[] = [];
  return new Promise((resolve) => {
    socket.addEventListener('open', () => told.push('open'));
    socket.addEventListener('message', ({ data }) => told.push(data));
    socket.addEventListener('error', (event) => told.push((event as { error?: unknown }).error));
    socket.addEventListener('close', ({ code, wasClean }) => {
      told.push([code, wasClean]);
      resolve(told);
    });
  });
}

describe('WebSocket over HTTP/2', () => {
  it('opens, echoes and closes', async () => {
    const socket = new (webSocketClass({ open: connect }))(url);
    socket.onopen = () => socket.send('Hello');
    socket.onmessage = () => socket.close(1000);
    expect(await story(socket)).toEqual(['open', 'Hello', [1000, true]]);
    expect(socket.bufferedAmount).toBe(0);
  });

  it('closes what is closed before it is open', async () => {
    const socket = new (webSocketClass({ open: connect }))(url);
    socket.close();
    const told = await story(socket);
    expect(told.at(-1)).toEqual([1005, true]);
    expect(told).not.toContain('open');
  });

  it('tells why it cannot be opened', async () => {
    const open = () => Promise.reject(new ConnectError('In the test'));
    const socket = new (webSocketClass({ open }))(url);
    expect(await story(socket)).toEqual([new ConnectError('In the test'), [1006, false]]);
    expect(socket.readyState).toBe(3);
  });

  it('has streams', async () => {
    const stream = new (webSocketStreamClass({ open: connect }))(url);
    const { readable, writable } = await stream.opened;
    await writable.getWriter().write('Hello');
    for await (const message of readable) {
      expect(message).toBe('Hello');
      stream.close({ closeCode: 1000 });
    }
    expect((await stream.closed).closeCode).toBe(1000);
  });
});
