/**
 * A client over TCP, TLS or a Unix socket.
 *
 * @module
 */

import { isIP, type Socket as NetSocket, connect as netConnect } from 'node:net';
import { type ConnectionOptions as TlsOptions, connect as tlsConnect } from 'node:tls';
import { ClientConnection, type ClientOptions } from 'sansocket';
import { clientChecks } from 'sansocket/connection';
import {
  checkPlace,
  opened,
  placeChecks,
  type SocketOptions,
  socketChecks,
} from 'sansocket/driving';
import { aUrl, parseWsUrl, type UrlLike } from 'sansocket/handshake';
import { anObject, type Checks, checkCall } from 'sansocket/options';
import { nodeCapabilities } from './capabilities.ts';
import { openSocket } from './open-socket.ts';
import type { OnEvent, Socket } from './socket.ts';
import { openTunnel } from './tunnel.ts';

/** The options of a connection, and how to reach the server. */
export interface ConnectOptions extends ClientOptions, SocketOptions {
  /** The host to connect to instead of that of the URL, which the Host field and TLS still name. */
  readonly host?: string | undefined;
  /** The port to connect to instead of that of the URL. */
  readonly port?: number | undefined;
  /** A Unix socket to connect to instead of the host of the URL. */
  readonly socketPath?: string | undefined;
  /**
   * An http or https URL of a proxy that is asked to CONNECT (RFC 9110 §9.3.6); its user information is sent as Basic
   * credentials. `stream` is not the socket then. Default: none.
   */
  readonly proxy?: UrlLike | undefined;
  /** For an https proxy: trusted certificates, a certificate of the client. */
  readonly proxyTls?: TlsOptions | undefined;
  /** For a wss URL: trusted certificates, a certificate of the client. */
  readonly tls?: TlsOptions | undefined;
}

export const connectChecks: Checks<ConnectOptions> = {
  ...clientChecks,
  ...socketChecks,
  ...placeChecks,
  proxy: aUrl,
  proxyTls: anObject,
  tls: anObject,
};

/**
 * Connects and starts the opening handshake.
 *
 * If the connect fails, the `close` event has the error of the stream as its `cause`.
 *
 * @param url - A ws or wss URL, as a text or a `URL`.
 * @throws RangeError or TypeError when the URL or an option cannot be used.
 *
 * @example
 * ```ts
 * import { connect } from '@sansocket/node';
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
  onEvent: OnEvent<NetSocket, ClientConnection, Data>,
): Socket<ClientConnection, NetSocket, Data> {
  const { secure, host: hostField, port } = parseWsUrl(url);
  checkCall(options, connectChecks, onEvent);
  checkPlace(options);
  const { socketPath, proxy, proxyTls, tls, onError, signal, ...others } = options;
  const { host: otherHost, port: otherPort, ...rest } = others;
  if (proxy !== undefined && socketPath !== undefined)
    throw new TypeError(
      'proxy and socketPath exclude each other: a proxy is asked for a host and a port',
    );
  if (signal?.aborted === true) throw signal.reason;
  const connection = new ClientConnection(
    url,
    { capabilities: nodeCapabilities(), ...rest, inPlace: true },
    performance.now(),
  );
  const host = hostField.replace(/^\[|\]$/g, '');
  const place = { host: otherHost ?? host, port: otherPort ?? port };
  const target = socketPath === undefined ? place : { path: socketPath };
  const beneath = proxy === undefined ? target : { socket: openTunnel(proxy, place, proxyTls) };
  // A server name has no dot at its end, and an IP address is not a server name (RFC 6066 §3).
  const name = host.replace(/\.$/, '');
  const servername = isIP(name) ? '' : name;
  const stream = secure
    ? tlsConnect({ servername, ALPNProtocols: ['http/1.1'], ...tls, ...beneath })
    : 'socket' in beneath
      ? beneath.socket
      : netConnect(beneath);
  return openSocket(connection, stream, onEvent, { onError, signal });
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
 * import { open } from '@sansocket/node';
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
): Promise<Socket<ClientConnection, NetSocket, Data>> {
  return opened((onEvent) => connect<Data>(url, options, onEvent), options.signal);
}
