/**
 * A server over TCP, TLS or a Unix socket.
 *
 * @module
 */

import { ServerConnection, SharedMemory } from 'sansocket';
import { serverChecks } from 'sansocket/connection';
import {
  checkPlace,
  placeChecks,
  ServerSockets,
  type ServerSocketsOptions,
} from 'sansocket/driving';
import { aListener, anObject, type Checks, checkCall } from 'sansocket/options';
import type { BunRuntime, BunSocket, TlsOptions } from './bun.ts';
import { bunCapabilities } from './capabilities.ts';
import { openSocket, socketHandlers } from './open-socket.ts';
import type { OnEvent } from './socket.ts';

/** Those of a connection, and where to listen. */
export interface ServeOptions extends ServerSocketsOptions<BunSocket> {
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
  readonly address: { readonly hostname: string; readonly port: number } | string;
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
// A promise as in other runtimes, though Bun listens at once.
export async function serve(
  options: ServeOptions,
  onEvent: OnEvent<BunSocket, ServerConnection>,
): Promise<Server> {
  checkCall(options, serveChecks, onEvent);
  checkPlace(options);
  const { port = 0, host = '127.0.0.1', path, tls, ...others } = options;
  const secure = others.secure ?? tls !== undefined;
  const own = { memory: new SharedMemory(), capabilities: bunCapabilities() };
  const all = { ...own, ...others, secure, inPlace: true };
  const sockets = new ServerSockets(all, onEvent, openSocket);
  const listener = Bun.listen({
    ...(path === undefined ? { hostname: host, port } : { unix: path }),
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
    address: path ?? { hostname: listener.hostname, port: listener.port },
    port: path === undefined ? listener.port : 0,
    close() {
      listener.stop();
      return sockets.close();
    },
  });
}

declare const Bun: BunRuntime;
