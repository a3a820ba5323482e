/**
 * `node:net` with TLS on every socket, for the bare sockets of the contract of a transport.
 *
 * @module
 */

import net, { type Socket } from 'node:net';
import tls, { type Server, type TLSSocket } from 'node:tls';

/** In PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Who has signed it. */
  readonly ca: string;
}

/** As much of `node:net` as the contract wants. */
export interface TlsNet {
  connect(place: { readonly port: number; readonly host: string }): TLSSocket;
  createServer(options: unknown, take: (socket: TLSSocket) => void): Server;
}

/** Half-open, and a reset is one of TCP. */
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

/** A TLS socket has the address of the one beneath. */
function nameOf({ remotePort }: Socket): string {
  return `${remotePort}`;
}
