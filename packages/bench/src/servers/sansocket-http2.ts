/**
 * Sansocket over the streams of HTTP/2, without TLS.
 *
 * @module
 */

import { createServer } from 'node:http2';
import { attach } from '@sansocket/http2';
import { listen } from './listen.ts';
import type { EchoServer } from './server.ts';

interface Sends {
  send(data: string | Uint8Array): unknown;
}

/** Starts the server on a free port. */
export async function start(): Promise<EchoServer> {
  const sockets = new Set<Sends>();
  const server = createServer();
  // The clients that measure answer no pings, and the other servers send none.
  attach(server, { timeouts: { keepalivePingMs: Infinity } }, (event, socket) => {
    if (event.type === 'message') socket.send(event.data);
    else if (event.type === 'open') sockets.add(socket);
    else if (event.type === 'close') sockets.delete(socket);
  });
  return {
    port: await listen(server),
    broadcast(text, times) {
      for (let i = 0; i < times; i++) for (const socket of sockets) socket.send(text);
    },
  };
}
