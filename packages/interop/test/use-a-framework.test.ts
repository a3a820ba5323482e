import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { open } from '@sansocket/node';
import { WebSocketServer } from 'ws';
import { type Application, customServer } from './programs/custom-server.ts';
import { server as expressServer } from './programs/express.ts';
import { app as fastifyApp } from './programs/fastify.ts';
import { server as honoServer } from './programs/hono.ts';

/** A listening server while something is done with it; the URL has no scheme. */
async function withServer(server: Server, use: (host: string) => Promise<void>): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The first answer at a path of WebSocket. */
async function answerAt(url: string): Promise<unknown> {
  const socket = await open(url);
  socket.send('Hi');
  for await (const { data } of socket) {
    await socket.close(1000);
    return data;
  }
  return undefined;
}

/** The shape of an application of Next: routes, and a WebSocket of its own for reloading pages. */
function application(): Application {
  const reloading = new WebSocketServer({ noServer: true });
  return {
    prepare: () => Promise.resolve(),
    getRequestHandler: () => (_, response) => {
      response.end('Hello');
      return Promise.resolve();
    },
    getUpgradeHandler: () => (request, stream, head) => {
      reloading.handleUpgrade(request, stream, head, (socket) => {
        socket.on('message', () => socket.send('reload'));
      });
      return Promise.resolve();
    },
  };
}

describe('a framework', () => {
  it.each([
    ['express', expressServer],
    ['fastify', fastifyApp.server],
    ['hono', honoServer],
    ['a custom server', customServer(application())],
  ])('serves pages, %s, and a WebSocket beside them', async (_, server) => {
    await withServer(await server, async (host) => {
      expect(await (await fetch(`http://${host}/`)).text()).toBe('Hello');
      expect(await answerAt(`ws://${host}/echo`)).toBe('Hi');
    });
  });

  it('keeps its own WebSocket', async () => {
    await withServer(await customServer(application()), async (host) => {
      expect(await answerAt(`ws://${host}/_next/hmr`)).toBe('reload');
    });
  });

  it.each([
    ['express', expressServer],
    ['fastify', fastifyApp.server],
    ['hono', honoServer],
  ])('answers a request for WebSocket at another path: %s', async (_, server) => {
    await withServer(server, async (host) => {
      await expect(open(`ws://${host}/elsewhere`)).rejects.toMatchObject({
        rejection: { status: 404 },
      });
    });
  });

  it('closes the sockets when fastify closes', async () => {
    const socket = await open(`${(await fastifyApp.listen()).replace('http', 'ws')}/echo`);
    await fastifyApp.close();
    expect(await socket.close()).toMatchObject({ code: 1001, wasClean: true });
  });
});
