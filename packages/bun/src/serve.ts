/**
 * A server over TCP, TLS or a Unix socket.
 *
 * @module
 */

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
import type { BunRuntime, BunSocket, TlsOptions } from './bun.ts';
import { bunCapabilities } from './capabilities.ts';
import { openSocket, socketHandlers } from './open-socket.ts';
import type { OnEvent } from './socket.ts';

/** The options of a connection, and where to listen. */
export interface ServeOptions<Data = unknown> extends ServerSocketsOptions<BunSocket, Data> {
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
export interface Server<Data = unknown> extends Serving<BunSocket, Data> {
  /** The address that it listens on; the path of a Unix socket. */
  readonly address: { readonly hostname: string; readonly port: number } | string;
  /** The port that it listens on; 0 for a Unix socket. */
  readonly port: number;
}

/**
 * Listens and opens a connection on every accepted socket.
 *
 * @param onEvent - Gets the events of all connections, except `handshake-request`.
 * @typeParam Data - The type of `socket.data`.
 * @returns A promise that resolves once the server listens.
 * @throws The error of `Bun.listen`, such as EADDRINUSE; RangeError or TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { serve } from '@sansocket/bun';
 *
 * await serve({ port: 9001 }, (event, socket) => {
 *   if (event.type === 'message') socket.send(event.data);
 * });
 * ```
 */
// A promise as in other runtimes, although Bun listens at once.
export async function serve<Data = unknown>(
  options: ServeOptions<Data>,
  onEvent: OnEvent<BunSocket, ServerConnection, Data>,
): Promise<Server<Data>> {
  checkCall(options, serveChecks, onEvent);
  checkPlace(options);
  const { port = 0, host = '127.0.0.1', socketPath, tls, ...others } = options;
  const secure = others.secure ?? tls !== undefined;
  const own = { memory: new SharedMemory(), capabilities: bunCapabilities() };
  const all = { ...own, ...others, secure, inPlace: true };
  const sockets = new ServerSockets<BunSocket, ServerConnection, Data>(all, onEvent, openSocket);
  const listener = Bun.listen({
    ...(socketPath === undefined ? { hostname: host, port } : { unix: socketPath }),
    allowHalfOpen: true,
    tls,
    socket: {
      ...socketHandlers,
      open(socket) {
        sockets.add(new ServerConnection(sockets.options, performance.now()), socket);
      },
    },
  });
  return Promise.resolve({
    address: socketPath ?? { hostname: listener.hostname, port: listener.port },
    port: socketPath === undefined ? listener.port : 0,
    ...sockets.serving(() => listener.stop()),
  });
}

declare const Bun: BunRuntime;
