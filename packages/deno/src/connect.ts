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
import { opened } from 'sansocket/driving';
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

/**
 * Connects, and resolves with the socket once it is open. Its messages wait for a loop over the socket: without one,
 * nothing is read after the first message.
 *
 * @returns A promise that rejects with a `ConnectError` when the server refuses or cannot be reached, with the reason of
 *   the option `signal`, and with what `connect` throws.
 *
 * @example
 * ```ts
 * import { open } from '@sansocket/deno';
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
