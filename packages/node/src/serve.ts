/**
 * A server over TCP, TLS or a Unix socket.
 *
 * @module
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket as NetSocket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { ServerConnection, SharedMemory } from 'sansocket';
import { serverChecks } from 'sansocket/connection';
import {
  checkPlace,
  placeChecks,
  ServerSockets,
  type ServerSocketsOptions,
} from 'sansocket/driving';
import { aListener, anObject, type Checks, checkCall } from 'sansocket/options';
import { nodeCapabilities } from './capabilities.ts';
import { openSocket } from './open-socket.ts';
import type { OnEvent } from './socket.ts';
import { createTlsServer } from './tls-server.ts';

/** Those of a connection, and where to listen. */
export interface ServeOptions extends ServerSocketsOptions<NetSocket> {
  /** Default: 0, a free one; the server tells which. */
  readonly port?: number | undefined;
  /** The address to listen on. Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string | undefined;
  /** A Unix socket to listen on instead of TCP: then there is no `port` and no `host`. */
  readonly path?: string | undefined;
  /** The server's key and certificate, for TLS. Default: none, no TLS. */
  readonly tls?: TlsOptions | undefined;
}

export const serveChecks: Checks<ServeOptions> = {
  ...serverChecks,
  onRequest: aListener,
  ...placeChecks,
  tls: anObject,
};

/** What `serve` has made. */
export interface Server {
  /** Where it listens; the path of a Unix socket. */
  readonly address: AddressInfo | string;
  /** The port of that; 0 for a Unix socket. */
  readonly port: number;
  /** Takes no more connections, closes those that are there with 1001, and resolves when they are closed. */
  close(): Promise<void>;
}

/**
 * Listens and opens a connection on every socket that comes.
 *
 * @param onEvent - Gets the events of all connections, but for `handshake-request`.
 * @returns Once it listens.
 * @throws The error of `listen`, such as EADDRINUSE; RangeError or TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { serve } from '@sansocket/node';
 *
 * await serve({ port: 9001 }, (event, socket) => {
 *   if (event.type === 'message') socket.send(event.data);
 * });
 * ```
 */
export async function serve(
  options: ServeOptions,
  onEvent: OnEvent<NetSocket, ServerConnection>,
): Promise<Server> {
  checkCall(options, serveChecks, onEvent);
  checkPlace(options);
  const { port = 0, host = '127.0.0.1', path, tls, ...others } = options;
  const secure = others.secure ?? tls !== undefined;
  const own = { memory: new SharedMemory(), capabilities: nodeCapabilities() };
  const all = { ...own, ...others, secure, inPlace: true };
  const sockets = new ServerSockets(all, onEvent, openSocket);
  const open = (stream: NetSocket, since = performance.now()): void => {
    sockets.add(new ServerConnection(sockets.options, since), stream);
  };
  const server =
    tls === undefined
      ? createServer((stream) => open(stream))
      : createTlsServer(tls, sockets, open);
  server.listen(path === undefined ? { port, host } : { path });
  await once(server, 'listening');
  // A server that listens has one.
  const address = server.address() as AddressInfo | string;
  return {
    address,
    port: typeof address === 'string' ? 0 : address.port,
    async close() {
      await Promise.all([new Promise((resolve) => server.close(resolve)), sockets.close()]);
    },
  };
}
