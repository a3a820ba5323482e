/**
 * Sansocket, over the sockets of the runtime that this runs in.
 *
 * @module
 */

import process from 'node:process';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { prepareMessage } from 'sansocket';
import type { OnEvent, ServerSocketsOptions, Socket } from 'sansocket/connection';
import { type EchoServer, maxAnswerBytes } from './server.ts';

/** What is used of the adapters: they have the same calls. */
interface Adapter {
  serve(options: ServerSocketsOptions, onEvent: OnEvent): Promise<{ readonly port: number }>;
}

/** The clients answer no pings, and the other servers send none. */
const timeouts = { keepalivePingMs: Infinity };

/** @param compresses - As `startServer` says. */
export async function start(compresses: boolean): Promise<EchoServer> {
  const adapter = await loadAdapter();
  const sockets = new Set<Socket>();
  const options = compresses ? { timeouts, extensions: [permessageDeflate()] } : { timeouts };
  const most = compresses ? maxAnswerBytes : Infinity;
  const { port } = await adapter.serve(options, (event, socket) => {
    if (event.type === 'message') {
      if (event.data.length <= most) socket.send(event.data);
    } else if (event.type === 'open') sockets.add(socket);
    else if (event.type === 'close') sockets.delete(socket);
  });
  return {
    port,
    broadcast(text, times) {
      const message = prepareMessage(text);
      for (let i = 0; i < times; i++) for (const socket of sockets) socket.send(message);
    },
  };
}

async function loadAdapter(): Promise<Adapter> {
  if ('deno' in process.versions) return import('@sansocket/deno');
  return 'bun' in process.versions ? import('@sansocket/bun') : import('@sansocket/node');
}
