/**
 * No WebSocket at all: answers any request with 101, then sends every chunk back as it came. It is the lower bound for
 * every server on the sockets of Node.
 *
 * @module
 */

import { createServer, type Socket } from 'node:net';
import { listen } from './listen.ts';
import type { EchoServer } from './server.ts';

/** Starts it. */
export async function start(): Promise<EchoServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      socket.on('data', (chunk) => socket.write(chunk));
    });
  });
  return {
    port: await listen(server),
    broadcast(text, times) {
      const frame = Buffer.concat([Buffer.of(0x81, text.length), Buffer.from(text)]);
      for (let i = 0; i < times; i++) for (const socket of sockets) socket.write(frame);
    },
  };
}
