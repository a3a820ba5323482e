/** HTTP/1.1 and HTTP/2 on one port with TLS: our clients, and Chromium (RFC 8441). @module */
import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { hasChromium, localhost, withPage } from '@sansocket/engines';
import { attach, connect } from '@sansocket/http2';
import { attach as attachHttp1, connect as connectHttp1 } from '@sansocket/node';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { EventRecorder } from '@sansocket/testkit/transport-contract';

/** What is used of Deno. */
const { Deno } = globalThis as {
  Deno?: {
    createHttpClient(options: { caCerts: readonly string[]; http1: boolean }): { close(): void };
  };
};

const isNode = Deno === undefined && !('Bun' in globalThis);
const hasBrowser = isNode && (hasChromium() || (process.env['CI'] ?? '') !== '');
const itNeedsChromium = hasBrowser ? it : it.skip;

/** An echo server on one port, and how many connections came by each version of HTTP. */
async function echoing() {
  const { key, cert } = localhost;
  const server = createSecureServer({ key, cert, allowHTTP1: true }, (_, response) => {
    response.end('Hello');
  });
  const opened = { 'HTTP/1.1': 0, 'HTTP/2': 0 };
  const options = { extensions: [permessageDeflate()], subprotocols: ['chat'] };
  attachHttp1(server, options, (event, socket) => {
    if (event.type === 'open') opened['HTTP/1.1']++;
    if (event.type === 'message') socket.send(event.data);
  });
  attach(server, options, (event, socket) => {
    if (event.type === 'open') opened['HTTP/2']++;
    if (event.type === 'message') socket.send(event.data);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { opened, port, close: () => server.close() };
}

describe('one port', () => {
  it('serves clients of HTTP/1.1 and of HTTP/2', async () => {
    const { opened, port, close } = await echoing();
    const tls = { ca: localhost.ca };
    const [first, second] = [new EventRecorder(), new EventRecorder()];
    const one = connectHttp1(`wss://localhost:${port}/`, { tls }, first.listen());
    await first.next('open');
    const two = await connect(`wss://localhost:${port}/`, { tls }, second.listen());
    one.send('by HTTP/1.1');
    two.send('by HTTP/2');
    expect(await first.next('message')).toMatchObject({ data: 'by HTTP/1.1' });
    expect(await second.next('message')).toMatchObject({ data: 'by HTTP/2' });
    one.close(1000);
    two.close(1000);
    expect(await first.next('close')).toMatchObject({ wasClean: true });
    expect(await second.next('close')).toMatchObject({ wasClean: true });
    expect(opened).toEqual({ 'HTTP/1.1': 1, 'HTTP/2': 1 });
    close();
  });

  const itInDeno = Deno === undefined ? it.skip : it;
  itInDeno('has a client of Deno on a stream of HTTP/2', async () => {
    const { opened, port, close } = await echoing();
    const client = Deno!.createHttpClient({ caCerts: [localhost.ca], http1: false });
    const options = { protocols: ['chat'], client } as unknown as string;
    const socket = new WebSocket(`wss://localhost:${port}/`, options);
    await once(socket, 'open');
    expect(socket.protocol).toBe('chat');
    const echoed = once(socket, 'message') as Promise<[MessageEvent]>;
    socket.send('Hello');
    expect((await echoed)[0].data).toBe('Hello');
    const closed = once(socket, 'close') as Promise<[Event]>;
    socket.close(1000);
    expect((await closed)[0]).toMatchObject({ code: 1000, wasClean: true });
    expect(opened).toEqual({ 'HTTP/1.1': 0, 'HTTP/2': 1 });
    client.close();
    close();
  });

  itNeedsChromium('has a browser on a stream of HTTP/2', async () => {
    const { opened, port, close } = await echoing();
    const seen = await withPage(async (page) => {
      // Chromium asks for a stream on the session that the page came by.
      await page.goto(`https://localhost:${port}/`);
      return page.evaluate(`new Promise((resolve) => {
        const socket = new WebSocket('wss://localhost:${port}/', ['chat']);
        const seen = [];
        socket.onopen = () => { seen.push(socket.protocol, socket.extensions); socket.send('Hello'); };
        socket.onmessage = ({ data }) => { seen.push(data); socket.close(3000, 'done'); };
        socket.onclose = ({ code, reason, wasClean }) => resolve([...seen, code, reason, wasClean]);
      })`);
    });
    expect(seen).toEqual(['chat', 'permessage-deflate', 'Hello', 3000, '', true]);
    expect(opened).toEqual({ 'HTTP/1.1': 0, 'HTTP/2': 1 });
    close();
  });
});
