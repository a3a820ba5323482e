/**
 * A client, over Deno's `node:net` sockets.
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
 * Connects and starts the opening handshake.
 *
 * If the connect fails, the `close` event has the error of the stream as its `cause`.
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
export function connect<Data = unknown>(
  url: UrlLike,
  options: ConnectOptions,
  onEvent: OnEvent<NetSocket, ClientConnection, Data>,
): Socket<ClientConnection, NetSocket, Data> {
  urlTextOf(url);
  checkKind('options', options, anObject);
  return connectSocket(url, { capabilities: denoCapabilities(), ...options }, onEvent);
}
