/**
 * A server over TCP, TLS or a Unix socket.
 *
 * @module
 */

import { ServerConnection, SharedMemory } from 'sansocket';
import { ServerSockets, type ServerSocketsOptions } from 'sansocket/connection';
import { denoCapabilities } from './capabilities.ts';
import type { Addr, Conn, DenoRuntime, Listener, TlsServerOptions } from './deno.ts';
import { openSocket } from './open-socket.ts';
import type { OnEvent } from './socket.ts';

/** From an accept that failed to the next one, in milliseconds. */
const PAUSE_MS = 50;

/** Those of a connection, and where to listen. */
export interface ServeOptions extends ServerSocketsOptions<Conn> {
  /** Default: 0, a free one; the server tells which. */
  readonly port?: number | undefined;
  /** The address to listen on. Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string | undefined;
  /** A Unix socket to listen on instead of TCP. */
  readonly path?: string | undefined;
  /** The server's key and certificate, for TLS. Default: none, no TLS. */
  readonly tls?: TlsServerOptions | undefined;
}

/** What `serve` has made. */
export interface Server {
  /** Where it listens. */
  readonly address: Addr;
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
 * @throws The error of `Deno.listen`, such as AddrInUse; RangeError or TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { serve } from '@sansocket/deno';
 *
 * await serve({ port: 9001 }, (event, socket) => {
 *   if (event.type === 'message') socket.send(event.data);
 * });
 * ```
 */
export async function serve(options: ServeOptions, onEvent: OnEvent): Promise<Server> {
  const { port = 0, host = '127.0.0.1', path, tls, ...others } = options;
  const secure = others.secure ?? tls !== undefined;
  const own = { memory: new SharedMemory(), capabilities: denoCapabilities() };
  const all = { ...own, ...others, secure, inPlace: true };
  const sockets = new ServerSockets(all, onEvent, openSocket);
  const listener = listen({ hostname: host, port }, path, tls);
  const address = listener.addr;
  let listens = true;
  const acceptAll = async (): Promise<void> => {
    for (;;) {
      const conn = await listener.accept().catch(() => undefined);
      if (conn === undefined && !listens) return;
      // Without one, the peer is gone already, or there are too many open files.
      if (conn === undefined) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      else sockets.add(new ServerConnection(sockets.options, performance.now()), conn);
    }
  };
  const accepting = acceptAll();
  return Promise.resolve({
    address,
    port: 'port' in address ? address.port : 0,
    async close() {
      // Deno removes a Unix socket once nothing waits for its next connection.
      if (listens) listener.close();
      listens = false;
      await accepting;
      await sockets.close();
    },
  });
}

declare const Deno: DenoRuntime;

function listen(
  address: { readonly hostname: string; readonly port: number },
  path?: string,
  tls?: TlsServerOptions,
): Listener {
  if (path !== undefined) return Deno.listen({ transport: 'unix', path });
  if (tls === undefined) return Deno.listen(address);
  return Deno.listenTls({ ...address, alpnProtocols: ['http/1.1'], ...tls });
}
