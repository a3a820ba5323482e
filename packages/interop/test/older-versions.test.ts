import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { hybi8, olderVersions } from '@sansocket/legacy';
import { connect, type Server, serve } from '@sansocket/node';
import type { ProtocolVersion } from 'sansocket/handshake';
import websocket, { type Connection, type Message } from 'websocket';
import { WebSocket, WebSocketServer } from 'ws';

/** Our server of all versions, while something is done with it; the versions that it was asked for. */
async function withServer(use: (url: string) => Promise<void>): Promise<ProtocolVersion[]> {
  const asked: ProtocolVersion[] = [];
  const server: Server = await serve(
    {
      versions: olderVersions,
      onRequest(event, socket) {
        asked.push(event.version);
        socket.accept();
      },
    },
    (event, socket) => {
      if (event.type === 'message') socket.send(event.data);
    },
  );
  await use(`ws://127.0.0.1:${server.port}/`).finally(() => server.close());
  return asked;
}

/** The events of our client of HyBi-8 with a server that echoes. */
function echoOf(url: string): Promise<unknown> {
  return new Promise((resolve) => {
    connect(url, { version: hybi8, origin: 'http://localhost' }, (event, socket) => {
      if (event.type === 'open') socket.send('Hällo');
      if (event.type === 'message') {
        resolve([event.data, socket.connection.version]);
        socket.close(1000);
      }
      if (event.type === 'close') resolve(event);
    });
  });
}

describe('HyBi-8 between our ends and others', () => {
  it('our server serves a client of ws', async () => {
    const asked = await withServer(async (url) => {
      const client = new WebSocket(url, { protocolVersion: 8, origin: 'http://localhost' });
      await once(client, 'open');
      client.send('Hällo');
      const [data] = (await once(client, 'message')) as [Buffer];
      expect(data.toString()).toBe('Hällo');
      client.close(1000);
      expect(await once(client, 'close')).toEqual([1000, Buffer.alloc(0)]);
    });
    expect(asked).toEqual([8]);
  });

  it('our server serves a client of websocket', async () => {
    const asked = await withServer(async (url) => {
      const client = new websocket.client({ webSocketVersion: 8 });
      client.connect(url, [], 'http://localhost');
      const [connection] = (await once(client, 'connect')) as [Connection];
      connection.sendUTF('Hällo');
      const [message] = (await once(connection, 'message')) as [Message];
      expect(message).toMatchObject({ type: 'utf8', utf8Data: 'Hällo' });
      connection.close(1000);
      expect((await once(connection, 'close'))[0]).toBe(1000);
    });
    expect(asked).toEqual([8]);
  });

  it('a server of ws serves our client', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', (socket) => {
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
    });
    const { port } = server.address() as AddressInfo;
    expect(await echoOf(`ws://127.0.0.1:${port}/`)).toEqual(['Hällo', 8]);
    await new Promise((resolve) => server.close(resolve));
  });

  it('a server of websocket serves our client', async () => {
    const http = createServer();
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const server = new websocket.server({ httpServer: http, autoAcceptConnections: true });
    server.on('connect', (connection: Connection) => {
      connection.on('message', (message: Message) => {
        if (message.type === 'utf8') connection.sendUTF(message.utf8Data);
      });
    });
    const { port } = http.address() as AddressInfo;
    expect(await echoOf(`ws://127.0.0.1:${port}/`)).toEqual(['Hällo', 8]);
    server.shutDown();
    await new Promise((resolve) => http.close(resolve));
  });
});
