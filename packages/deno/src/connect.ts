/**
 * A client, over the sockets that Deno has for Node.
 *
 * @module
 */

import type { Socket as NetSocket } from 'node:net';
import {
  type ConnectOptions,
  connect as connectSocket,
  type OnEvent,
  type Socket,
} from '@sansocket/node';
import type { ClientConnection } from 'sansocket';
import { type UrlLike, urlTextOf } from 'sansocket/handshake';
import { anObject, checkKind } from 'sansocket/options';
import { denoCapabilities } from './capabilities.ts';

/**
 * Connects and asks to open a connection.
 *
 * When nobody listens, the `close` event tells it: its `cause` is the error of the stream.
 *
 * @param url - A ws or wss URL, as a text or a `URL`.
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
  url: UrlLike,
  options: ConnectOptions,
  onEvent: OnEvent<NetSocket, ClientConnection>,
): Socket<ClientConnection, NetSocket> {
  urlTextOf(url);
  checkKind('options', options, anObject);
  return connectSocket(url, { capabilities: denoCapabilities(), ...options }, onEvent);
}
