/**
 * `node:net` with TLS on every socket, for the bare sockets of the contract of a transport.
 *
 * @module
 */

import net, { type Socket } from 'node:net';
import tls, { type Server, type TLSSocket } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** The part of `node:net` that the contract needs. */
export interface TlsNet {
  connect(place: { readonly port: number; readonly host: string }): TLSSocket;
  createServer(options: unknown, take: (socket: TLSSocket) => void): Server;
}

/** Half-open; a reset is one of TCP. */
export function tlsNet({ key, cert, ca }: Certificate): TlsNet {
  return {
    connect({ port, host }) {
      const plain = net.connect({ port, host, allowHalfOpen: true });
      return over(tls.connect({ socket: plain, ca, servername: 'localhost' }), plain);
    },
    createServer(_, take) {
      const plainOf = new Map<string, Socket>();
      return tls
        .createServer({ key, cert })
        .on('connection', (plain: Socket) => plainOf.set(nameOf(plain), plain))
        .on('secureConnection', (socket) => take(over(socket, plainOf.get(nameOf(socket))!)))
        .on('tlsClientError', (_error, socket) => socket.destroy());
    },
  };
}

/**
 * Whether a case can hold over TLS: Deno accepts all written bytes at once there, does not name a reset, and its bare
 * sockets may miss an end after much waiting data.
 */
export function holdsOverTls({ name }: { readonly name: string }): boolean {
  return !('Deno' in globalThis && IN_DENO.test(name));
}

const IN_DENO =
  /sent bytes in parts|output for a peer that does not read|behind the end of the peer|reports a reset/;

function over(socket: TLSSocket, plain: Socket): TLSSocket {
  socket.allowHalfOpen = true;
  if (plain !== socket) {
    socket.resetAndDestroy = () => {
      plain.resetAndDestroy();
      return socket;
    };
  }
  return socket;
}

/** A TLS socket has the address of the socket beneath. */
function nameOf({ remotePort }: Socket): string {
  return `${remotePort}`;
}
