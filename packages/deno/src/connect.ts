/**
 * A client over TCP, TLS or a Unix socket.
 *
 * @module
 */

import { ClientConnection, type ClientOptions } from 'sansocket';
import { parseWsUrl } from 'sansocket/handshake';
import { denoCapabilities } from './capabilities.ts';
import type { Conn, DenoRuntime, TlsClientOptions } from './deno.ts';
import { openSocket } from './open-socket.ts';
import type { OnEvent, Socket } from './socket.ts';

/** Those of a connection, and how to reach the server. */
export interface ConnectOptions extends ClientOptions {
  /** A Unix socket to connect to instead of the host of the URL; only for a ws URL. */
  readonly path?: string | undefined;
  /** For a wss URL: trusted certificates. */
  readonly tls?: TlsClientOptions | undefined;
}

/**
 * Connects and asks to open a connection.
 *
 * When nobody listens, the `close` event tells it: its `cause` is the error of Deno.
 *
 * @param url - A ws or wss URL.
 * @throws RangeError or TypeError when the URL or an option cannot be used.
 *
 * @example
 * ```ts
 * import { connect } from '@sansocket/deno';
 *
 * connect('ws://127.0.0.1:9001/', {}, (event, socket) => {
 *   if (event.type === 'open') socket.send('Hello');
 *   if (event.type === 'message') socket.close(1000);
 * });
 * ```
 */
export function connect(
  url: string,
  options: ConnectOptions,
  onEvent: OnEvent<Promise<Conn>>,
): Socket<ClientConnection, Promise<Conn>> {
  const { path, tls, ...others } = options;
  const connection = new ClientConnection(
    url,
    { capabilities: denoCapabilities(), ...others, inPlace: true },
    performance.now(),
  );
  return openSocket(connection, reach(url, path, tls), onEvent);
}

declare const Deno: DenoRuntime;

function reach(url: string, path?: string, tls?: TlsClientOptions): Promise<Conn> {
  const { secure, host, port } = parseWsUrl(url);
  const address = { hostname: host.replace(/^\[|\]$/g, ''), port };
  if (path !== undefined) {
    if (secure) throw new RangeError('path must be left out for a wss URL: Deno has no TLS there');
    return Deno.connect({ transport: 'unix', path });
  }
  if (!secure) return Deno.connect(address);
  return Deno.connectTls({ ...address, alpnProtocols: ['http/1.1'], ...tls });
}
