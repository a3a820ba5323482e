/**
 * Sansocket, over the sockets of the runtime that this runs in.
 *
 * @module
 */

import process from 'node:process';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { prepareMessage } from 'sansocket';
import type { OnEvent, ServerSocketsOptions, Socket } from 'sansocket/driving';
import type { EchoServer, Manner } from './server.ts';

/** The used functions of the adapters, which have the same calls. */
interface Adapter {
  serve(options: ServerSocketsOptions, onEvent: OnEvent): Promise<{ readonly port: number }>;
}

/** The clients that measure answer no pings, and the other servers send none. */
const timeouts = { keepalivePingMs: Infinity };

/** Starts the server on a free port. */
export async function start({ compresses, answers, watcher }: Manner): Promise<EchoServer> {
  const adapter = await loadAdapter();
  const sockets = new Set<Socket>();
  const { port } = await adapter.serve(
    {
      timeouts: watcher === undefined ? timeouts : undefined,
      extensions: compresses ? [permessageDeflate()] : undefined,
    },
    (event, socket) => {
      if (event.type === 'message') {
        if (answers?.(event.data.length) !== false) socket.send(event.data);
      } else if (event.type === 'open') {
        sockets.add(socket);
        watcher?.opened();
      } else if (event.type === 'close' && sockets.delete(socket)) watcher?.closed();
    },
  );
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
