/**
 * WebSocket beside the routes of an HTTP server: it takes over the sockets of Upgrade requests (RFC 9110 §7.8).
 *
 * @module
 */

import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ServerConnection } from 'sansocket';
import { serverChecks } from 'sansocket/connection';
import { ServerSockets, type ServerSocketsOptions } from 'sansocket/driving';
import {
  aFunction,
  aListener,
  type Checks,
  checkCall,
  checkKind,
  type Kind,
  member,
} from 'sansocket/options';
import { nodeCapabilities } from './capabilities.ts';
import { openSocket } from './open-socket.ts';
import type { OnEvent } from './socket.ts';
import { upgradesOf } from './upgrades.ts';

/** Those of a connection, and which requests become one. */
export interface AttachOptions extends ServerSocketsOptions<Duplex> {
  /**
   * Which requests for WebSocket are ours: only `true` is a yes. The others are answered as if we were not there, by other
   * listeners of `upgrade`, else by the routes of the server. Default: all.
   */
  readonly isOurs?: ((request: IncomingMessage) => boolean) | undefined;
}

export const attachChecks: Checks<AttachOptions> = {
  ...serverChecks,
  onRequest: aListener,
  isOurs: aFunction,
};

/** One of TCP or TLS alone has no `setTimeout`. */
const aServer: Kind<HttpServer | HttpsServer> = [
  'an HTTP server',
  (value) => ['on', 'setTimeout'].every((name) => typeof member(value, name) === 'function'),
];

/**
 * Opens a connection on every request for WebSocket that an HTTP server gets.
 *
 * Requests that want to upgrade to something else are answered as if we were not there. The responses to earlier requests
 * of the same client come first.
 *
 * @param onEvent - Gets the events of all connections, but for `handshake-request`.
 * @returns `close` lets go of the HTTP server, closes the connections with 1001, and resolves when they are closed.
 * @throws RangeError or TypeError when an option cannot be used; StateError when an earlier `attach` to the server takes
 *   the same requests.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { attach } from '@sansocket/node';
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
  checkKind('server', server, aServer);
  checkCall(options, attachChecks, onEvent);
  const { isOurs, ...others } = options;
  const secure = others.secure ?? server instanceof HttpsServer;
  const sockets = new ServerSockets(
    { capabilities: nodeCapabilities(), ...others, secure, inPlace: true },
    onEvent,
    openSocket,
  );
  const upgrades = upgradesOf(server);
  const taker = { isOurs, sockets };
  upgrades.add(taker);
  return {
    close() {
      upgrades.remove(taker);
      return sockets.close();
    },
  };
}
