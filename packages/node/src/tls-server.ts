/**
 * A TLS server: its sockets exist for some time before they have a connection.
 *
 * @module
 */

import type { Socket as NetSocket } from 'node:net';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import { defaultTimeouts } from 'sansocket/connection';
import type { ServerSockets } from 'sansocket/driving';
import { PendingStream } from './pending-stream.ts';

/** A TLS socket has a property for the TCP socket below it; in Bun there is only one socket. */
type TlsStream = NetSocket & { readonly _parent?: NetSocket | null };

/** The opening timeout starts with the TCP connection: the TLS handshake has no separate timeout. */
export function createTlsServer(
  tls: TlsOptions,
  sockets: Pick<ServerSockets<NetSocket>, 'options' | 'reserve'>,
  open: (stream: NetSocket, since?: number) => void,
): Server {
  const { openingHandshakeMs = defaultTimeouts.openingHandshakeMs } =
    sockets.options.timeouts ?? {};
  const pending = new WeakMap<NetSocket, PendingStream>();
  return createServer(tls)
    .on('connection', (stream: NetSocket) => {
      const gone = sockets.reserve(() => stream.destroy());
      pending.set(stream, new PendingStream(stream, openingHandshakeMs, gone));
    })
    .on('secureConnection', (stream: TlsStream) => {
      const beneath = pending.get(stream._parent ?? stream);
      open(stream, beneath?.since);
      beneath?.release();
    })
    .on('tlsClientError', (_, stream) => stream.destroy());
}
