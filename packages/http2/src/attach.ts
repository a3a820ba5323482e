/**
 * WebSocket on the streams of an HTTP/2 server (RFC 8441): takes the Extended CONNECT requests for it.
 *
 * @module
 */

import type {
  Http2SecureServer,
  Http2Server,
  Http2ServerRequest,
  ServerHttp2Stream,
} from 'node:http2';
import type { OpenConnection } from 'sansocket';
import { openChecks, serverChecks } from 'sansocket/connection';
import {
  type OnEvent,
  requestPolicyChecks,
  type Serving,
  serverSocketsChecks,
  socketChecks,
} from 'sansocket/driving';
import {
  aFunction,
  aListener,
  type Checks,
  checkCall,
  checkKind,
  type Kind,
  member,
} from 'sansocket/options';
import { StateError } from 'sansocket/violations';
import { type AttachOptions, answer, isTaken, ServerStreams, statusOf } from './server-streams.ts';

const { subprotocol: _subprotocol, fields: _fields, transport: _transport, ...common } = openChecks;

export const attachChecks: Checks<AttachOptions> = {
  ...common,
  ...socketChecks,
  extensions: serverChecks.extensions,
  subprotocols: serverChecks.subprotocols,
  ...requestPolicyChecks,
  maxConnections: serverSocketsChecks.maxConnections,
  allowedHosts: serverChecks.allowedHosts,
  isOurs: aFunction,
  onRequest: aListener,
  onRefused: aListener,
};

const aServer: Kind<Http2Server | Http2SecureServer> = [
  'an HTTP/2 server',
  (value) => typeof member(value, 'updateSettings') === 'function',
];

type StreamEvent = Parameters<ServerStreams['receive']>;

/** The `isOurs` of all that are attached to a server. */
const attachedServers = new WeakMap<object, AttachOptions['isOurs'][]>();

function attachedTo(server: object): AttachOptions['isOurs'][] {
  const attached = attachedServers.get(server) ?? [];
  attachedServers.set(server, attached);
  return attached;
}

/**
 * Opens a connection on every stream that a client opens for WebSocket.
 *
 * Other requests are answered as if `attach` were not there: those that are not ours by the server's listeners, or with
 * 404 where it has none; a CONNECT for another protocol with 501. A listener of `stream` or `connect` sees our requests
 * too, and has to leave them alone: those with `:protocol`. For clients of HTTP/1.1 on the same port (`allowHTTP1`), call `attach` of `@sansocket/node` as well.
 *
 * @param server - Without connections yet: a client sees in the first settings that it may ask for WebSocket.
 * @param onEvent - Gets the events of all connections.
 * @typeParam Data - The type of `socket.data`.
 * @returns The sockets; `close` detaches from the server, closes the connections with 1001, and resolves when they are closed.
 * @throws RangeError or TypeError when an option cannot be used; StateError when an earlier `attach` to the server takes
 *   the same requests.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http2';
 * import { attach } from '@sansocket/http2';
 *
 * const server = createServer((_, response) => response.end('Hello'));
 * attach(server, {}, (event, socket) => {
 *   if (event.type === 'message') socket.send(event.data);
 * });
 * server.listen(8080);
 * ```
 */
export function attach<Data = unknown>(
  server: Http2Server | Http2SecureServer,
  options: AttachOptions<Data>,
  onEvent: OnEvent<ServerHttp2Stream, OpenConnection, Data>,
): Serving<ServerHttp2Stream, Data, OpenConnection> {
  checkKind('server', server, aServer);
  checkCall(options, attachChecks, onEvent);
  const attached = attachedTo(server);
  if (attached.some((isOurs) => isOurs === undefined || isOurs === options.isOurs))
    throw new StateError('Cannot attach: an earlier attach to this server takes the same requests');
  attached.push(options.isOurs);
  const streams = new ServerStreams(options, onEvent);
  // Without a listener, the compatibility layer answers each CONNECT with 405.
  const onConnect = ({ headers, stream }: Pick<Http2ServerRequest, 'headers' | 'stream'>): void => {
    const status = statusOf(headers[':protocol']);
    setImmediate(() => {
      if (!isTaken(stream)) answer(stream, { status });
    });
  };
  // With nobody else to answer what is not ours, it would wait for ever.
  const onStream = (...[stream, headers, flags, raw]: StreamEvent): void => {
    streams.receive(stream, headers, flags, raw);
    setImmediate(() => {
      const isOurOwn = server.listenerCount('stream') === attached.length;
      if (isOurOwn && headers[':protocol'] !== undefined && !isTaken(stream))
        answer(stream, { status: 404 });
    });
  };
  server.updateSettings({ enableConnectProtocol: true });
  server.on('stream', onStream).on('connect', onConnect);
  return streams.serving(() => {
    server.off('stream', onStream).off('connect', onConnect);
    if (attached.includes(options.isOurs)) attached.splice(attached.indexOf(options.isOurs), 1);
  });
}
