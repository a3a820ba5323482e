/** What becomes of sockets before their TLS handshake is done. @module */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localhost } from '@sansocket/engines';
import { TransportFixture } from '@sansocket/testkit/transport-contract';
import { bunRuntime } from './helpers/bun-runtime.ts';

const { key, cert, ca } = localhost;
const tls = { key, cert };

/** A timeout that a test waits for, in milliseconds. */
const SOON = 20;

/** The beginning of a ClientHello of 204 bytes. */
const HALF_HELLO = Buffer.from('16030100c8010000c40303', 'hex');

/** What a client may do instead of a TLS handshake, and go on doing. */
const stuck: readonly (readonly [name: string, begin: (client: Socket) => void])[] = [
  ['sends nothing', () => undefined],
  ['sends half a ClientHello', (client) => client.write(HALF_HELLO)],
  [
    'sends a ClientHello a byte at a time',
    (client) => {
      const hello = Buffer.concat([HALF_HELLO, Buffer.alloc(193)]);
      let sent = 0;
      const timer = setInterval(() => client.write(hello.subarray(sent, ++sent)), 5);
      client.on('close', () => clearInterval(timer));
    },
  ],
];

describe('over TLS', () => {
  let fixture: TransportFixture<typeof bunRuntime>;
  const clients: Socket[] = [];
  beforeEach(() => {
    fixture = new TransportFixture(bunRuntime);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await fixture.tearDown();
  });

  async function connect(port: number): Promise<Socket> {
    const client = connectTcp({ port, host: '127.0.0.1' });
    clients.push(client);
    client.on('error', () => undefined).resume();
    await once(client, 'connect');
    await fixture.turns(10);
    return client;
  }

  it.each(stuck)('serve() drops a client that %s at the opening timeout', async (_, begin) => {
    const timeouts = { openingHandshakeMs: SOON, lingerMs: SOON };
    const { port } = await fixture.serve({ tls, timeouts });
    const client = await connect(port);
    begin(client);
    await closed(client);
  });

  it.each(stuck)('serve() drops a client that %s when it closes', async (_, begin) => {
    const server = await fixture.serve({ tls, timeouts: { openingHandshakeMs: Infinity } });
    const client = await connect(server.port);
    begin(client);
    await fixture.turns(2);
    await server.close();
    await closed(client);
  });

  it('connect() gives up on a server that does not answer the ClientHello', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const accepted = once(silent, 'connection') as Promise<[Socket]>;
    const { port } = silent.address() as AddressInfo;
    fixture.connect(`wss://localhost:${port}/`, { timeouts: { openingHandshakeMs: SOON } });
    const [socket] = await accepted;
    socket.on('error', () => undefined).resume();
    expect(await fixture.atClient.next('close')).toMatchObject({ endedBy: 'timeout' });
    await closed(socket);
    silent.close();
  });

  it('connect() names the server without the dot at the end of its name, in SNI and in the certificate (RFC 6066 §3)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));
    const path = join(folder, 'socket');
    const names: unknown[] = [];
    const server = createTlsServer(tls, (socket) => {
      names.push((socket as { servername?: unknown }).servername);
      socket
        .on('error', () => undefined)
        .end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    }).listen(path);
    await once(server, 'listening');
    fixture.connect('wss://localhost./', { socketPath: path, tls: { ca } });
    const { status } = await fixture.atClient.next('handshake-rejected');
    expect([status, names]).toEqual([404, ['localhost']]);
    server.close();
    rmSync(folder, { recursive: true });
  });
});

/** Resolves once the socket is closed, by an error or without. */
async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}
