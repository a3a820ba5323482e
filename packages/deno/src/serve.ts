/**
 * Servers, over the sockets that Deno has for Node: they take less memory and time than its own ones.
 *
 * @module
 */

import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
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
 * Listens and opens a connection on every socket that comes.
 *
 * @param onEvent - Gets the events of all connections, but for `handshake-request`.
 * @returns Once it listens.
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
// A promise of an error, as in other runtimes.
export async function serve(
  options: ServeOptions,
  onEvent: OnEvent<NetSocket, ServerConnection>,
): Promise<Server> {
  checkKind('options', options, anObject);
  return serveSockets({ capabilities: denoCapabilities(), ...options }, onEvent);
}

/**
 * Opens a connection on every Upgrade request of an HTTP server of `node:http` or `node:https`; `Deno.serve` keeps the
 * sockets of its requests.
 *
 * @param onEvent - Gets the events of all connections, but for `handshake-request`.
 * @returns `close` lets go of the HTTP server, closes the connections with 1001, and resolves when they are closed.
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
export function attach(
  server: HttpServer | HttpsServer,
  options: AttachOptions,
  onEvent: OnEvent<Duplex, ServerConnection>,
): { close(): Promise<void> } {
  checkKind('options', options, anObject);
  return attachSockets(server, { capabilities: denoCapabilities(), ...options }, onEvent);
}
