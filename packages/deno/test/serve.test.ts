import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { attach } from '@sansocket/deno';
import { echo, TransportFixture } from '@sansocket/testkit/transport-contract';
import { denoRuntime } from './helpers/deno-runtime.ts';

describe('serve(), attach() and connect()', () => {
  let fixture: TransportFixture<typeof denoRuntime>;
  beforeEach(() => {
    fixture = new TransportFixture(denoRuntime);
  });
  afterEach(() => fixture.tearDown());

  /** Connects and expects what it sends in arrays of 8 KiB: capabilities of Deno make such for messages that share a chunk. */
  async function expectEcho(port: number): Promise<void> {
    const client = fixture.connect(`ws://127.0.0.1:${port}/`);
    await fixture.atClient.next('open');
    for (let i = 0; i < 3; i++) client.send(new Uint8Array(10));
    const { data } = await fixture.atClient.next('message');
    expect(data).toEqual(new Uint8Array(10));
    expect(data).toMatchObject({ buffer: { byteLength: 8192 } });
  }

  it('give their connections what Deno does better', async () => {
    const { port } = await fixture.serve({}, echo);
    await expectEcho(port);
    const { data } = await fixture.atServer.next('message');
    expect(data).toMatchObject({ buffer: { byteLength: 8192 } });
  });

  it('open connections beside the routes of an HTTP server', async () => {
    const server = createServer((_, response) => response.end('a page'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const attached = attach(server, {}, echo);
    await expectEcho(port);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('a page');
    server.close();
    await attached.close();
  });
});
