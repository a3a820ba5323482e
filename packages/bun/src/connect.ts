/**
 * A client over TCP, TLS or a Unix socket.
 *
 * @module
 */

import { ClientConnection, type ClientOptions } from 'sansocket';
import { clientChecks } from 'sansocket/connection';
import {
  checkPlace,
  opened,
  placeChecks,
  type SocketOptions,
  socketChecks,
} from 'sansocket/driving';
import { parseWsUrl, type UrlLike } from 'sansocket/handshake';
import { anObject, type Checks, checkCall } from 'sansocket/options';
import type { BunRuntime, BunSocket, TlsOptions } from './bun.ts';
import { bunCapabilities } from './capabilities.ts';
import { openSocket, socketHandlers } from './open-socket.ts';
import type { OnEvent, Socket } from './socket.ts';

/** The options of a connection, and how to reach the server. */
export interface ConnectOptions extends ClientOptions, SocketOptions {
  /** The host to connect to instead of that of the URL, which the Host field and TLS still name. */
  readonly host?: string | undefined;
  /** The port to connect to instead of that of the URL. */
  readonly port?: number | undefined;
  /** A Unix socket to connect to instead of the host of the URL. */
  readonly socketPath?: string | undefined;
  /** For a wss URL: trusted certificates, a certificate of the client. */
  readonly tls?: TlsOptions | undefined;
}

export const connectChecks: Checks<ConnectOptions> = {
  ...clientChecks,
  ...socketChecks,
  ...placeChecks,
  tls: anObject,
};

/**
 * Connects and starts the opening handshake.
 *
 * If the connect fails, the `close` event has the error of Bun as its `cause`.
 *
 * @param url - A ws or wss URL, as a text or a `URL`.
 * @throws RangeError or TypeError when the URL or an option cannot be used.
 *
 * @example
 * ```ts
 * import { connect } from '@sansocket/bun';
 *
 * connect('ws://127.0.0.1:9001/', {}, (event, socket) => {
 *   if (event.type === 'open') socket.send('Hello');
 *   if (event.type === 'message') socket.close(1000);
 * });
 * ```
 */
export function connect<Data = unknown>(
  url: UrlLike,
  options: ConnectOptions,
  onEvent: OnEvent<Promise<BunSocket>, ClientConnection, Data>,
): Socket<ClientConnection, Promise<BunSocket>, Data> {
  const { secure, host, port } = parseWsUrl(url);
  checkCall(options, connectChecks, onEvent);
  checkPlace(options);
  const { socketPath, host: otherHost, port: otherPort, tls, onError, signal, ...others } = options;
  if (signal?.aborted === true) throw signal.reason;
  const all = { capabilities: bunCapabilities(), ...others, inPlace: true };
  const connection = new ClientConnection(url, all, performance.now());
  const name = host.replace(/^\[|\]$/g, '');
  const place = { hostname: otherHost ?? name, port: otherPort ?? port };
  const target = socketPath === undefined ? place : { unix: socketPath };
  const socket = Bun.connect({
    ...target,
    allowHalfOpen: true,
    socket: socketHandlers,
    // A server name has no dot at its end (RFC 6066 §3).
    tls: secure
      ? { ALPNProtocols: HTTP_1_1, serverName: name.replace(/\.$/, ''), ...tls }
      : undefined,
  });
  return openSocket(connection, socket, onEvent, { onError, signal });
}

/**
 * Connects, and resolves with the socket once it is open. Its messages wait for a loop over the socket: without one,
 * nothing is read after the first message.
 *
 * @returns A promise that rejects with a `ConnectError` when the server refuses or cannot be reached, with the reason of
 *   the option `signal`, and with what `connect` throws.
 *
 * @example
 * ```ts
 * import { open } from '@sansocket/bun';
 *
 * const socket = await open('ws://127.0.0.1:9001/');
 * socket.send('Hello');
 * for await (const { data } of socket) {
 *   console.log(data);
 *   break;
 * }
 * await socket.close(1000);
 * ```
 */
export async function open<Data = unknown>(
  url: UrlLike,
  options: ConnectOptions = {},
): Promise<Socket<ClientConnection, Promise<BunSocket>, Data>> {
  return opened((onEvent) => connect<Data>(url, options, onEvent), options.signal);
}

declare const Bun: BunRuntime;

/** The format of TLS: each protocol after its length. */
const HTTP_1_1 = '\x08http/1.1';
