/** Clients that reach a server by another address than that of the URL, or through a proxy. @module */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect as connectNet } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { localhost } from '@sansocket/engines';
import { type ConnectOptions, open, serve } from '@sansocket/node';
import { ConnectError } from 'sansocket/driving';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that sends the Host field of the request. */
async function serveHost(tls?: { readonly key: string; readonly cert: string }): Promise<number> {
  const server = await serve(
    {
      tls,
      onRequest({ host }, socket) {
        socket.data = host;
        socket.accept();
      },
    },
    ({ type }, socket) => {
      if (type === 'open') socket.send(String(socket.data));
    },
  );
  closing.push(() => server.close());
  return server.port;
}

/** A proxy that writes down what it is asked for, and connects to 127.0.0.1 alone. */
async function startProxy(
  status = 200,
  server: Server = createServer(),
): Promise<{ readonly port: number; readonly asked: unknown[] }> {
  const asked: unknown[] = [];
  server.on('connect', (request, client, head: Uint8Array) => {
    asked.push([request.url, request.headers.host, request.headers['proxy-authorization']]);
    client.write(`HTTP/1.1 ${status} Whatever\r\n\r\n`);
    if (status >= 300) {
      client.end();
      return;
    }
    const beneath = connectNet(Number(request.url?.split(':').at(-1)), '127.0.0.1');
    beneath.write(head);
    for (const it of [client, beneath]) it.on('error', () => undefined);
    client.pipe(beneath).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

/** The message that the server sends first. */
async function greetingOf(url: string, options: ConnectOptions): Promise<unknown> {
  const socket = await open(url, options);
  for await (const { data } of socket) {
    await socket.close(1000);
    return data;
  }
  return undefined;
}

describe('connect()', () => {
  it('dials another host and port, and names those of the URL', async () => {
    const port = await serveHost();
    const options = { host: '127.0.0.1', port };
    expect(await greetingOf('ws://example.org/', options)).toBe('example.org');
  });

  it('dials another host over TLS, whose certificate is for that of the URL', async () => {
    const port = await serveHost(localhost);
    const options = { host: '127.0.0.1', port, tls: { ca: localhost.ca } };
    expect(await greetingOf('wss://localhost/', options)).toBe('localhost');
  });

  it('takes an http URL, with a space and a lone percent sign', async () => {
    const port = await serveHost();
    const url = `http://127.0.0.1:${port}/a b%`;
    expect(await greetingOf(url, {})).toBe(`127.0.0.1:${port}`);
  });
});

describe('connect() through a proxy', () => {
  it('asks an http proxy, with credentials', async () => {
    const { port: proxyPort, asked } = await startProxy();
    const port = await serveHost();
    const options = { proxy: `http://me:a%3Ab@127.0.0.1:${proxyPort}` };
    expect(await greetingOf(`ws://example.org:${port}/`, options)).toBe(`example.org:${port}`);
    const basic = `Basic ${Buffer.from('me:a:b').toString('base64')}`;
    expect(asked).toEqual([[`example.org:${port}`, `example.org:${port}`, basic]]);
  });

  it('sends a password without a name', async () => {
    const { port: proxyPort, asked } = await startProxy();
    const port = await serveHost();
    await greetingOf(`ws://a:${port}/`, { proxy: `http://:secret@127.0.0.1:${proxyPort}` });
    const basic = `Basic ${Buffer.from(':secret').toString('base64')}`;
    expect(asked).toEqual([[`a:${port}`, `a:${port}`, basic]]);
  });

  it('refuses credentials that cannot be decoded, and does not show them', async () => {
    const error = await open('ws://a/', { proxy: 'http://me:100%@127.0.0.1:1' }).catch(
      (it: unknown) => it,
    );
    expect(error).toEqual(
      new RangeError('proxy must have a name and a password in which % begins an escape'),
    );
  });

  it('speaks TLS with the server behind it', async () => {
    const { port: proxyPort } = await startProxy();
    const port = await serveHost(localhost);
    const options = {
      proxy: new URL(`http://127.0.0.1:${proxyPort}`),
      tls: { ca: localhost.ca },
    };
    expect(await greetingOf(`wss://localhost:${port}/`, options)).toBe(`localhost:${port}`);
  });

  it('asks an https proxy', async () => {
    const { port: proxyPort } = await startProxy(200, createSecureServer(localhost));
    const port = await serveHost(localhost);
    const tls = { ca: localhost.ca };
    const options = { proxy: `https://localhost:${proxyPort}`, proxyTls: tls, tls };
    expect(await greetingOf(`wss://localhost:${port}/`, options)).toBe(`localhost:${port}`);
  });

  it('carries much in both directions', async () => {
    const { port: proxyPort } = await startProxy();
    const server = await serve({}, (event, socket) => {
      if (event.type === 'message') socket.send(event.data);
    });
    closing.push(() => server.close());
    const proxy = `http://127.0.0.1:${proxyPort}`;
    const socket = await open(`ws://127.0.0.1:${server.port}/`, { proxy });
    const sent = new Uint8Array(1_000_000).map((_, i) => i);
    socket.send(sent);
    const { value } = await socket[Symbol.asyncIterator]().next();
    expect(Buffer.compare(value?.data as Uint8Array, sent)).toBe(0);
    expect((await socket.close(1000)).wasClean).toBe(true);
  });

  it('reports the status with which the proxy refuses', async () => {
    const { port } = await startProxy(407);
    const error = await open('ws://a/', { proxy: `http://127.0.0.1:${port}` }).catch(
      (it: unknown) => it,
    );
    expect(error).toBeInstanceOf(ConnectError);
    expect((error as Error).cause).toEqual(new Error('The proxy refuses with status 407'));
  });

  it('refuses a proxy that is no http URL, without showing it', async () => {
    const opening = open('ws://a/', { proxy: 'socks5://me:secret@127.0.0.1:1' });
    await expect(opening).rejects.toEqual(new RangeError('proxy must be an http or https URL'));
  });
});
