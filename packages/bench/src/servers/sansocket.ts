/**
 * Sansocket, over the sockets of the runtime that this runs in.
 *
 * @module
 */

import process from 'node:process';
import type { Server, Socket } from '@sansocket/node';
import type { ConnectionEvent, ServerOptions } from 'sansocket';
import type { EchoServer } from './server.ts';

/** The adapters have the same calls; only their streams differ. */
interface Adapter {
  serve(
    options: ServerOptions,
    onEvent: (event: ConnectionEvent, socket: Socket) => void,
  ): Promise<Server>;
}

/** Starts it. */
export async function start(): Promise<EchoServer> {
  const adapter = await loadAdapter();
  const sockets = new Set<Socket>();
  const { port } = await adapter.serve({}, (event, socket) => {
    if (event.type === 'message') socket.send(event.data);
    else if (event.type === 'open') sockets.add(socket);
    else if (event.type === 'close') sockets.delete(socket);
  });
  return {
    port,
    broadcast(text, times) {
      for (let i = 0; i < times; i++) for (const socket of sockets) socket.send(text);
    },
  };
}

async function loadAdapter(): Promise<Adapter> {
  if ('deno' in process.versions || 'bun' in process.versions) {
    throw new Error('There is no adapter for this runtime');
  }
  return import('@sansocket/node');
}
