/**
 * A server over TCP, TLS or a Unix socket.
 *
 * @module
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket as NetSocket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { ServerConnection, SharedMemory } from 'sansocket';
import {
  checkPlace,
  placeChecks,
  ServerSockets,
  type ServerSocketsOptions,
  type Serving,
  serverSocketsChecks,
} from 'sansocket/driving';
import { anObject, type Checks, checkCall } from 'sansocket/options';
import { nodeCapabilities } from './capabilities.ts';
import { openSocket } from './open-socket.ts';
import type { OnEvent } from './socket.ts';
import { createTlsServer } from './tls-server.ts';

/** The options of a connection, and where to listen. */
export interface ServeOptions<Data = unknown> extends ServerSocketsOptions<NetSocket, Data> {
  /** Default: 0, a free port; `port` of the server is its number. */
  readonly port?: number | undefined;
  /** The address to listen on. Default: 127.0.0.1, which can be reached only from this machine. */
  readonly host?: string | undefined;
  /** A Unix socket to listen on instead of TCP: then there is no `port` and no `host`. */
  readonly socketPath?: string | undefined;
  /** The server's key and certificate, for TLS. Default: none, no TLS. */
  readonly tls?: TlsOptions | undefined;
}

export const serveChecks: Checks<ServeOptions> = {
  ...serverSocketsChecks,
  ...placeChecks,
  tls: anObject,
};

/** A listening server, and its sockets. */
export interface Server<Data = unknown> extends Serving<NetSocket, Data> {
  /** The address that it listens on; the path of a Unix socket. */
  readonly address: AddressInfo | string;
  /** The port that it listens on; 0 for a Unix socket. */
  readonly port: number;
}

/**
 * Listens and opens a connection on every accepted socket.
 *
 * @param onEvent - Gets the events of all connections, except `handshake-request`.
 * @typeParam Data - The type of `socket.data`.
 * @returns A promise that resolves once the server listens.
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
export async function serve<Data = unknown>(
  options: ServeOptions<Data>,
  onEvent: OnEvent<NetSocket, ServerConnection, Data>,
): Promise<Server<Data>> {
  checkCall(options, serveChecks, onEvent);
  checkPlace(options);
  const { port = 0, host = '127.0.0.1', socketPath, tls, ...others } = options;
  const secure = others.secure ?? tls !== undefined;
  const own = { memory: new SharedMemory(), capabilities: nodeCapabilities() };
  const all = { ...own, ...others, secure, inPlace: true };
  const sockets = new ServerSockets<NetSocket, ServerConnection, Data>(all, onEvent, openSocket);
  const open = (stream: NetSocket, since = performance.now()): void => {
    sockets.add(new ServerConnection(sockets.options, since), stream);
  };
  const server =
    tls === undefined
      ? createServer((stream) => open(stream))
      : createTlsServer(tls, sockets, open);
  server.listen(socketPath === undefined ? { port, host } : { path: socketPath });
  await once(server, 'listening');
  // A listening server has an address.
  const address = server.address() as AddressInfo | string;
  return {
    address,
    port: typeof address === 'string' ? 0 : address.port,
    ...sockets.serving(() => new Promise((resolve) => server.close(resolve))),
  };
}
