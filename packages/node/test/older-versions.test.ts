import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localhost } from '@sansocket/engines';
import { hixie75, hixie76, hybi7, hybi8, olderVersions } from '@sansocket/legacy';
import { attach } from '@sansocket/node';
import { echo, TransportFixture } from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './helpers/node-runtime.ts';

const { key, cert, ca } = localhost;

const all = [
  [13, undefined],
  [8, hybi8],
  [7, hybi7],
  ['hixie-76', hixie76],
  ['hixie-75', hixie75],
] as const;

describe('older versions over TCP', () => {
  let fixture: TransportFixture<typeof nodeRuntime>;
  beforeEach(() => {
    fixture = new TransportFixture(nodeRuntime);
  });
  afterEach(() => fixture.tearDown());

  /** A client of that version against a server that echoes, until both have closed. */
  async function converse(url: string, [name, version]: (typeof all)[number]): Promise<void> {
    const options = { version, origin: 'http://localhost', tls: { ca } };
    const client = fixture.connect(url, options);
    await fixture.atClient.next('open');
    expect(client.connection.version).toBe(name);
    client.send('Hello, wörld');
    expect((await fixture.atClient.next('message')).data).toBe('Hello, wörld');
    client.close(typeof name === 'string' ? undefined : 1000);
    const { wasClean } = await fixture.atClient.next('close');
    expect(wasClean).toBe(name !== 'hixie-75');
  }

  it.each(all)('a server of all versions serves %s on its one port', async (...version) => {
    const { port } = await fixture.serve({ versions: olderVersions }, echo);
    await converse(`ws://127.0.0.1:${port}/chat?room=1`, version);
  });

  it.each(all)('a server with TLS serves %s, and names a secure location', async (...version) => {
    const { port } = await fixture.serve({ versions: olderVersions, tls: { key, cert } }, echo);
    await converse(`wss://localhost:${port}/`, version);
  });

  it.each(all)('an HTTP server serves %s beside its routes', async (...version) => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const attached = attach(server, { versions: olderVersions }, echo);
    try {
      await converse(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, version);
    } finally {
      await attached.close();
      server.close();
    }
  });

  it('an HTTPS server names a secure location', async () => {
    const server = createTlsServer({ key, cert });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const attached = attach(server, { versions: olderVersions }, echo);
    try {
      const { port } = server.address() as AddressInfo;
      await converse(`wss://localhost:${port}/`, ['hixie-76', hixie76]);
    } finally {
      await attached.close();
      server.close();
    }
  });

  it('a server sends the head of its answer before the last key has come', async () => {
    const { port } = await fixture.serve({ versions: olderVersions }, echo);
    const client = fixture.bareClient(port);
    const request = [
      'GET /demo HTTP/1.1',
      'Host: example.com',
      'Connection: Upgrade',
      'Sec-WebSocket-Key2: 12998 5 Y3 1  .P00',
      'Upgrade: WebSocket',
      'Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5',
      'Origin: http://example.com',
      '\r\n',
    ];
    client.write(request.join('\r\n'));
    await client.until('Sec-WebSocket-Location: ws://example.com/demo\r\n\r\n');
    client.write('^n:ds[4U\x00Hi\xff');
    await client.until("8jKS'y:G*Co,Wxa-\x00Hi\xff");
    client.write('\xff\x00');
    await client.until('\xff\x00');
  });

  it('a server that closes ends each version in its own way', async () => {
    const server = await fixture.serve({ versions: olderVersions }, echo);
    const options = { version: hixie76, origin: 'http://localhost' };
    fixture.connect(`ws://127.0.0.1:${server.port}/`, options);
    await fixture.atClient.next('open');
    await server.close();
    expect(await fixture.atClient.next('close')).toMatchObject({ code: 1005, wasClean: true });
  });
});
