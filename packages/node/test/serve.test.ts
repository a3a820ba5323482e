import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localhost } from '@sansocket/engines';
import { connect, serve } from '@sansocket/node';
import {
  echo,
  maskedFrame,
  sampleRequest,
  TransportFixture,
} from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './helpers/node-runtime.ts';

const { key, cert, ca } = localhost;

describe('a listener', () => {
  it('knows without a cast the address of the peer, and what a kind of message holds', async () => {
    const seen: unknown[] = [];
    const server = await serve({}, (event, socket) => {
      if (event.type === 'open') seen.push(socket.stream.remoteAddress);
      if (event.type !== 'message') return;
      if (event.kind === 'binary') seen.push(event.data.byteLength);
      socket.close();
    });
    const client = connect(`ws://127.0.0.1:${server.port}/`, {}, (event, socket) => {
      if (event.type === 'open') socket.send(new Uint8Array(3));
    });
    await once(client.stream, 'close');
    expect(seen).toEqual(['127.0.0.1', 3]);
    await server.close();
  });
});

describe('serve() and connect()', () => {
  let fixture: TransportFixture<typeof nodeRuntime>;
  beforeEach(() => {
    fixture = new TransportFixture(nodeRuntime);
  });
  afterEach(() => fixture.tearDown());

  it('talk over TLS', async () => {
    const { port } = await fixture.serve({ tls: { key, cert } });
    const client = fixture.connect(`wss://localhost:${port}/`, { tls: { ca } });
    await fixture.atClient.next('open');
    client.send('Hello');
    expect((await fixture.atServer.next('message')).data).toBe('Hello');
    client.close(1000);
    expect((await fixture.atClient.next('close')).wasClean).toBe(true);
    expect((await fixture.atServer.next('close')).wasClean).toBe(true);
  });

  it('talk over TLS with a server that has only an address', async () => {
    const { port } = await fixture.serve({ tls: { key, cert } });
    fixture.connect(`wss://127.0.0.1:${port}/`, { tls: { ca } });
    await fixture.atClient.next('open');
  });

  it('do not talk over TLS when the certificate is not trusted', async () => {
    const { port } = await fixture.serve({ tls: { key, cert } });
    fixture.connect(`wss://localhost:${port}/`);
    const close = { endedBy: 'transport', cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } };
    expect(await fixture.atClient.next('close')).toMatchObject(close);
  });

  it('send over TLS what is due after the peer has closed its half', async () => {
    const { port } = await fixture.serve({ tls: { key, cert } }, echo);
    const client = tlsConnect({ port, host: '127.0.0.1', ca });
    client.allowHalfOpen = true;
    client.end(sampleRequest + maskedFrame(1, 'last words'), 'latin1');
    expect((await text(client)).endsWith('last words')).toBe(true);
  });

  it('let what has left arrive at a peer that is slow to read, though they wait no longer for it', async () => {
    const { port } = await fixture.serve({ timeouts: { lingerMs: 20 } }, (event, socket) => {
      if (event.type === 'open') socket.send(new Uint8Array(1_048_576));
    });
    const client = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
    client.pause().write(sampleRequest + maskedFrame(8, '\x03\xe8'), 'latin1');
    expect(await fixture.atServer.next('close')).toMatchObject({ code: 1000, wasClean: true });
    const received = Buffer.concat(await client.toArray()).toString('latin1');
    expect(received.length).toBeGreaterThan(1_048_576);
    expect(received.endsWith('\x88\x02\x03\xe8')).toBe(true);
    client.end();
  });

  it('drop a socket with output that waits even where it cannot be reset', async () => {
    const { port } = await fixture.serve({ limits: { maxBufferedBytes: 1_048_576 } });
    const client = fixture.bareClient(port);
    client.write(sampleRequest);
    await fixture.atServer.next('open');
    client.pause();
    const { socket } = fixture.atServer;
    const stream = socket.stream as Socket;
    stream.resetAndDestroy = () => {
      throw new Error('not in this runtime');
    };
    while (socket.connection.readyState === 'open') {
      socket.send(new Uint8Array(1_048_576));
      await fixture.turns(1);
    }
    await nodeRuntime.closed(stream);
  });

  it('talk over a Unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));
    const path = join(folder, 'socket');
    const { address } = await fixture.serve({ socketPath: path });
    expect(address).toBe(path);
    const client = fixture.connect('ws://localhost/', { socketPath: path });
    await fixture.atClient.next('open');
    client.send('Hello');
    expect((await fixture.atServer.next('message')).data).toBe('Hello');
    rmSync(folder, { recursive: true });
  });

  it('listen on 127.0.0.1 unless told otherwise', async () => {
    const { address, port } = await fixture.serve();
    expect(address).toMatchObject({ address: '127.0.0.1', family: 'IPv4' });
    // A free one, not one of the system's.
    expect(port).toBeGreaterThan(1023);
  });

  it('tell that the port is taken', async () => {
    const { port } = await fixture.serve();
    await expect(fixture.serve({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('tell of a mistake in the options before anybody connects', async () => {
    const serving = fixture.serve({ limits: { maxFrameBytes: -1 } });
    await expect(serving).rejects.toThrow(/^limits\.maxFrameBytes must be/);
  });

  it('take URLs with an IPv6 address', async () => {
    const { port } = await fixture.serve({ host: '::1' });
    fixture.connect(`ws://[::1]:${port}/`);
    await fixture.atClient.next('open');
  });

  it('refuse a URL that is none', () => {
    expect(() => fixture.connect('ftp://localhost/')).toThrow(RangeError);
  });
});
