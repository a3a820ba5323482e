/**
 * WebSocket next to the routes of an HTTP server: takes over the sockets of Upgrade requests (RFC 9110 §7.8).
 *
 * @module
 */

import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Http2SecureServer } from 'node:http2';
import { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { Server as TlsServer } from 'node:tls';
import type { ServerConnection } from 'sansocket';
import {
  ServerSockets,
  type ServerSocketsOptions,
  type Serving,
  serverSocketsChecks,
} from 'sansocket/driving';
import { aFunction, type Checks, checkCall, checkKind, type Kind, member } from 'sansocket/options';
import { nodeCapabilities } from './capabilities.ts';
import { openSocket } from './open-socket.ts';
import type { OnEvent } from './socket.ts';
import { takeUpgrade, upgradesOf } from './upgrades.ts';

/** The options of a connection, and which requests become connections. All others are answered by the server. */
export interface AttachOptions<Data = unknown>
  extends Omit<ServerSocketsOptions<Duplex, Data>, 'answerPlain'> {
  /**
   * Whether to take a WebSocket request: only `true` means yes. Other requests are answered as if `attach` were not
   * there, by other listeners of `upgrade`, else by the routes of the server. So are those of another path, when `path`
   * is a text. Default: takes all.
   */
  readonly isOurs?: ((request: IncomingMessage) => boolean) | undefined;
}

const { answerPlain: _, ...common } = serverSocketsChecks;

export const attachChecks: Checks<AttachOptions> = {
  ...common,
  isOurs: aFunction,
};

/** The sockets of `attach`. */
export interface Attached<Data = unknown> extends Serving<Duplex, Data> {
  /**
   * Takes a request from a router of your own, whatever `isOurs` and `path` say: the arguments of the `upgrade` event of
   * an HTTP server. The options and `onRequest` decide on it.
   */
  upgrade(request: IncomingMessage, stream: Duplex, head: Uint8Array): void;
}

/** A server whose clients speak HTTP/1.1; one of HTTP/2 needs its option `allowHTTP1`. */
type AnyHttpServer = HttpServer | HttpsServer | Http2SecureServer;

/** A server of only TCP or TLS has no `setTimeout`. */
const aServer: Kind<AnyHttpServer> = [
  'an HTTP server',
  (value) => ['on', 'setTimeout'].every((name) => typeof member(value, name) === 'function'),
];

/** In Bun a server of `node:https` is none of `node:tls`, and one of `node:http2` is in no runtime one of `node:https`. */
function isSecure(server: AnyHttpServer): boolean {
  return server instanceof HttpsServer || server instanceof TlsServer;
}

/**
 * Opens a connection on every request for WebSocket that an HTTP server gets.
 *
 * Requests that want to upgrade to another protocol are answered as if `attach` were not there. The responses to
 * earlier requests of the same client come first.
 *
 * @param server - `undefined`: only `upgrade` opens connections.
 * @param onEvent - Gets the events of all connections, except `handshake-request`.
 * @typeParam Data - The type of `socket.data`.
 * @returns The sockets; `close` detaches from the HTTP server, closes the connections with 1001, and resolves when they are closed.
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
export function attach<Data = unknown>(
  server: AnyHttpServer | undefined,
  options: AttachOptions<Data>,
  onEvent: OnEvent<Duplex, ServerConnection, Data>,
): Attached<Data> {
  if (server !== undefined) checkKind('server', server, aServer);
  checkCall(options, attachChecks, onEvent);
  const { isOurs, ...others } = options;
  const secure = others.secure ?? (server !== undefined && isSecure(server));
  const sockets = new ServerSockets<Duplex, ServerConnection, Data>(
    { capabilities: nodeCapabilities(), ...others, secure, inPlace: true },
    onEvent,
    openSocket,
  );
  // For HTTP/1.1 all of them have the same events.
  const upgrades = server && upgradesOf(server as HttpServer);
  const path = typeof options.path === 'string' ? options.path : undefined;
  const attachment = { isOurs, path, sockets };
  upgrades?.add(attachment);
  return {
    ...sockets.serving(() => upgrades?.remove(attachment)),
    upgrade: (request, stream, head) => takeUpgrade({ request, stream, head }, sockets),
  };
}
