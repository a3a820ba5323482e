/** The client whose round trips are measured beside a hostile one. @module */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { GoodClient } from '../../src/load/neighbours.ts';

/** A good client, and the socket of a server that has answered its request and reads no more. */
async function connected(): Promise<{ client: GoodClient; socket: Socket; close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const opening = GoodClient.open((server.address() as AddressInfo).port);
  const [socket] = (await once(server, 'connection')) as [Socket];
  socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  const close = (): void => {
    socket.destroy();
    server.close();
  };
  return { client: await opening, socket, close };
}

describe('GoodClient', () => {
  it('ends although no echo comes, and counts what each message has waited so far', async () => {
    const { client, close } = await connected();
    const { median, max } = await client.run(10, 5, 20);
    expect(median).toBeGreaterThan(0);
    expect(max).toBeGreaterThanOrEqual(median);
    close();
  });

  it('says that the server has closed the connection', async () => {
    const { client, socket, close } = await connected();
    socket.destroy();
    await expect(client.run(10, 5)).rejects.toThrow('The server has closed the connection');
    close();
  });
});
