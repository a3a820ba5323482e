/**
 * WebSocket beside the routes of an HTTP server: it takes over the sockets of Upgrade requests (RFC 9110 §7.8).
 *
 * @module
 */

import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { ServerConnection } from 'sansocket';
import { ServerSockets, type ServerSocketsOptions, serverChecks } from 'sansocket/connection';
import { pairFields } from 'sansocket/handshake';
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

/** Those of a connection, and which requests become one. */
export interface AttachOptions extends ServerSocketsOptions<Duplex> {
  /** Which Upgrade requests are ours; the others are left to other listeners. Default: all. */
  readonly isOurs?: ((request: IncomingMessage) => boolean) | undefined;
}

export const attachChecks: Checks<AttachOptions> = {
  ...serverChecks,
  onRequest: aListener,
  isOurs: aFunction,
};

const aServer: Kind<HttpServer | HttpsServer> = [
  'an HTTP server',
  (value) => typeof member(value, 'on') === 'function',
];

/**
 * Opens a connection on every Upgrade request of an HTTP server.
 *
 * @param onEvent - Gets the events of all connections, but for `handshake-request`.
 * @returns `close` lets go of the HTTP server, closes the connections with 1001, and resolves when they are closed.
 * @throws RangeError or TypeError when an option cannot be used.
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
  onEvent: OnEvent,
): { close(): Promise<void> } {
  checkKind('server', server, aServer);
  checkCall(options, attachChecks, onEvent);
  const { isOurs = () => true, ...others } = options;
  const secure = others.secure ?? server instanceof HttpsServer;
  const sockets = new ServerSockets(
    { capabilities: nodeCapabilities(), ...others, secure, inPlace: true },
    onEvent,
    openSocket,
  );
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Uint8Array): void => {
    if (!isOurs(request)) return;
    const { method = '', url: target = '', httpVersion } = request;
    const now = performance.now();
    const connection = ServerConnection.fromRequest(
      { method, target, httpVersion, fields: pairFields(request.rawHeaders) },
      sockets.options,
      now,
    );
    connection.receive(head, now);
    sockets.add(connection, stream);
  };
  server.on('upgrade', upgrade);
  return {
    close() {
      server.off('upgrade', upgrade);
      return sockets.close();
    },
  };
}
