/** What becomes of sockets before their TLS handshake is done. @module */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localhost } from '@sansocket/engines';
import { sampleRequest, TransportFixture } from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './helpers/node-runtime.ts';

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

describe('serve() over TLS', () => {
  let fixture: TransportFixture<typeof nodeRuntime>;
  const clients: Socket[] = [];
  beforeEach(() => {
    fixture = new TransportFixture(nodeRuntime);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await fixture.tearDown();
  });

  /** A client of TCP, once it is connected and the server has had time to notice. */
  async function connect(port: number): Promise<Socket> {
    const client = connectTcp({ port, host: '127.0.0.1' });
    clients.push(client);
    client.on('error', () => undefined).resume();
    await once(client, 'connect');
    for (let i = 0; i < 10; i++) await setImmediate();
    return client;
  }

  async function secure(socket: Socket): Promise<TLSSocket> {
    const client = connectTls({ socket, ca, servername: 'localhost' });
    clients.push(client);
    client.on('error', () => undefined).resume();
    await once(client, 'secureConnect');
    return client;
  }

  it.each(stuck)('drops a client that %s at the opening timeout', async (_, begin) => {
    const { port } = await fixture.serve({ tls, timeouts: { openingHandshakeMs: SOON } });
    const client = await connect(port);
    begin(client);
    await closed(client);
  });

  it('drops a client at once that speaks something else', async () => {
    const { port } = await fixture.serve({ tls });
    const client = await connect(port);
    client.write(sampleRequest);
    await closed(client);
  });

  it.each(stuck)('drops a client that %s when it closes', async (_, begin) => {
    const server = await fixture.serve({ tls, timeouts: { openingHandshakeMs: Infinity } });
    const client = await connect(server.port);
    begin(client);
    await setImmediate();
    await server.close();
    await closed(client);
  });

  it('counts the opening timeout from TCP on', async () => {
    let deadline: number | undefined;
    const { port } = await fixture.serve({
      tls,
      timeouts: { openingHandshakeMs: 60_000 },
      onRequest(_, socket) {
        deadline = socket.connection.nextTimeout()?.at;
        socket.accept();
      },
    });
    const tcp = await connect(port);
    const connected = performance.now();
    (await secure(tcp)).write(sampleRequest);
    await fixture.atServer.next('open');
    expect(deadline).toBeLessThanOrEqual(connected + 60_000);
  });

  it('drops a client that sends no request after TLS at the opening timeout', async () => {
    const { port } = await fixture.serve({ tls, timeouts: { openingHandshakeMs: 200 } });
    const client = await connect(port);
    // On a slow machine, TLS is not done by then.
    const tlsClient = connectTls({ socket: client, ca, servername: 'localhost' });
    clients.push(tlsClient);
    tlsClient.on('error', () => undefined).resume();
    await closed(client);
  });

  it('survives what is no TLS, and a reset in the middle', async () => {
    const server = await fixture.serve({ tls, timeouts: { openingHandshakeMs: Infinity } });
    const plain = await connect(server.port);
    plain.write(sampleRequest);
    await closed(plain);
    const reset = await connect(server.port);
    reset.write(HALF_HELLO);
    await setImmediate();
    reset.resetAndDestroy();
    await server.close();
  });

  it('closes once when it is asked twice, whatever its sockets are doing', async () => {
    const server = await fixture.serve({
      tls,
      timeouts: { openingHandshakeMs: Infinity, closingHandshakeMs: SOON, lingerMs: SOON },
      onRequest({ target }, socket) {
        if (target === '/chat') socket.accept();
      },
    });
    const all = await Promise.all(Array.from({ length: 6 }, () => connect(server.port)));
    all[1]!.write(HALF_HELLO);
    const [, asking, waiting, open] = await Promise.all(all.slice(2).map(secure));
    asking!.write(sampleRequest.slice(0, 20));
    waiting!.write(sampleRequest.replace('/chat', '/later'));
    open!.write(sampleRequest);
    await fixture.atServer.next('open');
    await Promise.all([server.close(), server.close()]);
    await server.close();
    await Promise.all(all.map(closed));
  });
});

describe('connect()', () => {
  let fixture: TransportFixture<typeof nodeRuntime>;
  beforeEach(() => {
    fixture = new TransportFixture(nodeRuntime);
  });
  afterEach(() => fixture.tearDown());

  it('gives up on a server that does not answer the ClientHello', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    fixture.connect(`wss://localhost:${port}/`, { timeouts: { openingHandshakeMs: SOON } });
    expect(await fixture.atClient.next('close')).toMatchObject({ endedBy: 'timeout' });
    // Once no socket is left.
    await once(silent.close(), 'close');
  });

  it('names the server without the dot at the end of its name, in SNI and in the certificate (RFC 6066 §3)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));
    const path = join(folder, 'socket');
    await fixture.serve({ socketPath: path, tls });
    fixture.connect('wss://localhost./', { socketPath: path, tls: { ca } });
    const { fields } = await fixture.atServer.next('open');
    expect(fields[0]).toEqual(['Host', 'localhost.']);
    expect((fixture.atServer.socket.stream as TLSSocket).servername).toBe('localhost');
    rmSync(folder, { recursive: true });
  });
});

/** Resolves once the socket is closed, by an error or without. */
async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}
