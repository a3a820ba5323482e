/**
 * The opening handshake behind Node's HTTP server, over sockets in memory.
 *
 * @module
 */

import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { requestOf, type Task } from '../work/index.ts';
import { MemorySocket } from './memory-socket.ts';

/** Answers an Upgrade request on its socket. */
export type HandleUpgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  done: () => void,
) => void;

/** @param handle - The library's upgrade function. */
export function upgradeTask(fields: number, handle: HandleUpgrade): Task {
  const request = requestOf(fields);
  const server = createServer();
  server.on('upgrade', (incoming, socket, head) => {
    handle(incoming, socket, head, () => undefined);
  });
  return {
    units: 1,
    call() {
      const written: string[] = [];
      const socket = new MemorySocket((data) => written.push(data.toString()));
      server.emit('connection', socket);
      socket.receive(request);
      if (!written.join('').startsWith('HTTP/1.1 101')) throw new Error('Not accepted');
    },
  };
}
