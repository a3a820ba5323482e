/** Clients that only count. @module */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from '../../src/load/client.ts';

const silent = { frames: new Uint8Array(0), frameBytes: 0, replyBytes: 0, inFlight: 0 };

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A client, and the socket of a server that has answered its request. */
async function connected(): Promise<{ client: Client; socket: Socket }> {
  const server = createServer();
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const opening = Client.open((server.address() as AddressInfo).port, 0, silent);
  const [socket] = (await once(server, 'connection')) as [Socket];
  socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  return { client: await opening, socket };
}

describe('Client of the bench', () => {
  it('waits for bytes, and counts those that came before it was asked', async () => {
    const { client, socket } = await connected();
    socket.write('abcde');
    await client.expect(3);
    await client.expect(2);
    const last = client.expect(1);
    socket.end('f');
    await last;
  });

  it('says that the server has closed the connection, to who waits and to who asks then', async () => {
    const { client, socket } = await connected();
    const waiting = client.expect(1);
    socket.end();
    await expect(waiting).rejects.toThrow('The server has closed the connection');
    await expect(client.expect(1)).rejects.toThrow('The server has closed the connection');
  });
});
