import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type OnEvent } from '@sansocket/node';
import type { CloseEvent, ConnectionEvent } from 'sansocket';
import { WebSocket, WebSocketServer } from 'ws';
import { type InteropServer, interopServer } from './helpers/interop-server.ts';

const MEBIBYTE = 1_048_576;

describe('our client and the server of ws', () => {
  let server: WebSocketServer;
  let url: string;

  beforeEach(async () => {
    server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      handleProtocols: (offered) => (offered.has('echo') ? 'echo' : false),
    });
    await once(server, 'listening');
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => server.close());

  it('echo text, bytes and 1 MiB, and close cleanly', async () => {
    server.on('connection', (socket) => {
      socket.on('message', (data, binary) => socket.send(data, { binary }));
    });
    const large = new Uint8Array(MEBIBYTE).fill(7);
    const toSend = ['Grüße', Uint8Array.of(0, 255), large];
    const received: (string | Uint8Array)[] = [];
    const events = await converse((event, socket) => {
      if (event.type === 'open') for (const data of toSend) socket.send(data);
      if (event.type !== 'message') return;
      received.push(event.data);
      if (received.length === toSend.length) socket.close(3001, 'done');
    });
    expect(received.slice(0, 2)).toEqual(toSend.slice(0, 2));
    expect(Buffer.compare(received[2] as Uint8Array, large)).toBe(0);
    expect(events[0]).toMatchObject({ type: 'open', subprotocol: 'echo', extensions: '' });
    expect(events.at(-1)).toMatchObject({ code: 3001, wasClean: true, endedBy: 'local' });
  });

  it('ping each other', async () => {
    server.on('connection', (socket) => {
      socket.ping('from ws');
      socket.on('pong', () => socket.send('pong came'));
    });
    const events = await converse((event, socket) => {
      if (event.type === 'open') socket.ping(Uint8Array.of(1));
      if (event.type === 'message') socket.close(1000);
    });
    const types = events.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['ping', 'pong', 'message']));
  });

  it('are closed by the server with a code and a reason', async () => {
    server.on('connection', (socket) => socket.close(4001, 'genug, schön'));
    const close = { code: 4001, reason: 'genug, schön', wasClean: true, endedBy: 'peer' };
    expect((await converse(() => undefined)).at(-1)).toMatchObject(close);
  });

  /** @returns All events, once the connection has closed. */
  function converse(onEvent: OnEvent): Promise<ConnectionEvent[]> {
    const events: ConnectionEvent[] = [];
    return new Promise((resolve) => {
      connect(url, { subprotocols: ['echo'] }, (event, socket) => {
        events.push(event);
        onEvent(event, socket);
        if (event.type === 'close') resolve(events);
      });
    });
  }
});

describe('our server and the client of ws', () => {
  let server: InteropServer;
  beforeEach(async () => {
    server = await interopServer();
  });
  afterEach(() => server.server.close());

  it('echo, and close cleanly', async () => {
    const socket = new WebSocket(server.url, ['echo']);
    await once(socket, 'open');
    socket.send('Grüße');
    expect(String((await once(socket, 'message'))[0])).toBe('Grüße');
    socket.close(3001, 'done');
    expect((await once(socket, 'close'))[0]).toBe(3001);
    expect(server.closes.map(({ code, wasClean }: CloseEvent) => [code, wasClean])).toEqual([
      [3001, true],
    ]);
  });
});
