/**
 * Servers, over Deno's `node:net` sockets: they take less memory and time than Deno's own sockets.
 *
 * @module
 */

import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type Attached,
  type AttachOptions,
  attach as attachSockets,
  type OnEvent,
  type ServeOptions,
  type Server,
  serve as serveSockets,
} from '@sansocket/node';
import type { ServerConnection } from 'sansocket';
import { anObject, checkKind } from 'sansocket/options';
import { denoCapabilities } from './capabilities.ts';

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
 * import { serve } from '@sansocket/deno';
 *
 * await serve({ port: 9001 }, (event, socket) => {
 *   if (event.type === 'message') socket.send(event.data);
 * });
 * ```
 */
// Errors reject the promise, as in other runtimes.
export async function serve<Data = unknown>(
  options: ServeOptions<Data>,
  onEvent: OnEvent<NetSocket, ServerConnection, Data>,
): Promise<Server<Data>> {
  checkKind('options', options, anObject);
  return serveSockets({ capabilities: denoCapabilities(), ...options }, onEvent);
}

/**
 * Opens a connection on every Upgrade request of an HTTP server of `node:http` or `node:https`; `Deno.serve` keeps the
 * sockets of its requests.
 *
 * @param server - `undefined`: only `upgrade` opens connections.
 * @param onEvent - Gets the events of all connections, except `handshake-request`.
 * @typeParam Data - The type of `socket.data`.
 * @returns The sockets; `close` detaches from the HTTP server, closes the connections with 1001, and resolves when they are closed.
 * @throws RangeError or TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { attach } from '@sansocket/deno';
 *
 * const server = createServer((_, response) => response.end('Hello'));
 * attach(server, {}, (event, socket) => {
 *   if (event.type === 'message') socket.send(event.data);
 * });
 * server.listen(8080);
 * ```
 */
export function attach<Data = unknown>(
  server: HttpServer | HttpsServer | undefined,
  options: AttachOptions<Data>,
  onEvent: OnEvent<Duplex, ServerConnection, Data>,
): Attached<Data> {
  checkKind('options', options, anObject);
  return attachSockets(server, { capabilities: denoCapabilities(), ...options }, onEvent);
}
