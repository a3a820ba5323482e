import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { attach } from '@sansocket/node';
import {
  echo,
  maskedFrame,
  sampleRequest,
  TransportFixture,
} from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './helpers/node-runtime.ts';

describe('attach()', () => {
  let fixture: TransportFixture<typeof nodeRuntime>;
  let server: Server;
  let port: number;

  beforeEach(async () => {
    fixture = new TransportFixture(nodeRuntime);
    server = createServer((_, response) => response.end('a page'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(async () => {
    await fixture.tearDown();
    server.close();
  });

  it('leaves the requests of another path to another attach', async () => {
    attach(server, { path: '/a' }, (event, socket) => {
      if (event.type === 'open') socket.send('from a');
    });
    attach(server, { path: '/b' }, (event, socket) => {
      if (event.type === 'open') socket.send('from b');
    });
    expect(() => attach(server, { path: '/b' }, echo)).toThrow('takes the same requests');
    for (const path of ['/b?x=1', '/a']) {
      fixture.connect(`ws://127.0.0.1:${port}${path}`);
      const { data } = await fixture.atClient.next('message');
      expect(data).toBe(`from ${path[1]}`);
    }
  });

  it('takes requests from a router of its own', async () => {
    const attached = attach<string>(undefined, { subprotocols: ['chat'] }, (event, socket) => {
      if (event.type === 'open') socket.send(`${attached.sockets.size} open`);
    });
    server.on('upgrade', (request, stream, head) => {
      if (request.url === '/chat') attached.upgrade(request, stream, head);
      else stream.end('HTTP/1.1 410 Gone\r\n\r\n');
    });
    fixture.connect(`ws://127.0.0.1:${port}/chat`, { subprotocols: ['chat'] });
    expect((await fixture.atClient.next('open')).subprotocol).toBe('chat');
    expect((await fixture.atClient.next('message')).data).toBe('1 open');
    fixture.connect(`ws://127.0.0.1:${port}/other`);
    expect((await fixture.atClient.next('handshake-rejected')).status).toBe(410);
    await attached.close();
    expect((await fixture.atClient.next('close')).code).toBe(1006);
    expect((await fixture.atClient.next('close')).code).toBe(1001);
  });

  it('opens connections beside the routes of the server', async () => {
    attach(server, {}, echo);
    const client = fixture.connect(`ws://127.0.0.1:${port}/`);
    await fixture.atClient.next('open');
    client.send('Hello');
    expect((await fixture.atClient.next('message')).data).toBe('Hello');
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('a page');
    client.close(1000);
    expect((await fixture.atClient.next('close')).wasClean).toBe(true);
  });

  it('receives frames that come in one write with the request', async () => {
    attach(server, {}, echo);
    const client = fixture.bareClient(port);
    client.write(sampleRequest + maskedFrame(1, 'Hello'));
    await client.until('\x81\x05Hello');
  });

  it.each(['reset', 'end'] as const)(
    'notices the %s of a client while the application decides',
    async (how) => {
      const client = fixture.bareClient(port);
      const timeouts = { openingHandshakeMs: Infinity };
      const onRequest = (): void => client[how]();
      attach(server, { timeouts, onRequest }, fixture.atServer.listen());
      client.write(sampleRequest);
      expect(await fixture.atServer.next('close')).toMatchObject({ endedBy: 'transport' });
    },
  );

  it('gives the fields as the client sent them, in order', async () => {
    const attached = fixture.atServer.listen();
    attach(server, {}, attached);
    const client = fixture.bareClient(port);
    client.write(sampleRequest.replace('Upgrade:', 'X-Twice: 1\r\nx-twice: ü\r\nUpgrade:'));
    const { fields } = await fixture.atServer.next('open');
    expect(fields.slice(0, 4)).toEqual([
      ['Host', '127.0.0.1'],
      ['X-Twice', '1'],
      ['x-twice', 'ü'],
      ['Upgrade', 'websocket'],
    ]);
  });

  it('refuses what is no opening handshake', async () => {
    attach(server, {}, echo);
    const client = fixture.bareClient(port);
    client.end(sampleRequest.replace('Version: 13', 'Version: 8'));
    await client.untilEnd();
    expect(client.received).toMatch(/^HTTP\/1\.1 426 /);
    expect(client.received).toContain('\r\nSec-WebSocket-Version: 13\r\n');
  });

  it('leaves requests that are not ours to other listeners', async () => {
    attach(server, { isOurs: ({ url }) => url === '/chat' }, echo);
    server.on('upgrade', ({ url }, stream) => {
      if (url !== '/chat') stream.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
    const client = fixture.bareClient(port);
    client.write(sampleRequest.replace('/chat', '/other'));
    await client.until('204');
    fixture.connect(`ws://127.0.0.1:${port}/chat`);
    await fixture.atClient.next('open');
  });

  it('closes its connections with 1001 and lets go of the server', async () => {
    const attachment = attach(server, {}, echo);
    fixture.connect(`ws://127.0.0.1:${port}/`);
    await fixture.atClient.next('open');
    await attachment.close();
    expect((await fixture.atClient.next('close')).code).toBe(1001);
    expect(server.listenerCount('upgrade')).toBe(0);
  });
});
