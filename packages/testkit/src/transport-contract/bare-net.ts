/**
 * Bare sockets for runtimes that have `node:net`; the parts of it that are used are declared here.
 *
 * @module
 */

import type { BareSocket, BareSockets, OpenBare } from './runtime.ts';

/** A socket of `node:net`. */
export interface NetSocket {
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'end' | 'error' | 'close', listener: () => void): unknown;
  write(bytes: Uint8Array): unknown;
  end(): unknown;
  destroy(): unknown;
  resetAndDestroy(): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** A server of `node:net`. */
export interface NetServer {
  listen(port: number, host: string, listening: () => void): unknown;
  address(): { readonly port: number } | string | null;
  close(): unknown;
}

/** `node:net`, or an equivalent, such as one over TLS. */
export interface Net {
  connect(options: {
    readonly port: number;
    readonly host: string;
    readonly allowHalfOpen: true;
  }): NetSocket;
  createServer(
    options: { readonly allowHalfOpen: true },
    take: (socket: NetSocket) => void,
  ): NetServer;
}

/** Bare sockets of `node:net`, or of an equivalent. */
export function bareNet(net: Net): BareSockets {
  return {
    connectBare(port, hear) {
      return openerOf(net.connect({ port, host: '127.0.0.1', allowHalfOpen: true }))(hear);
    },
    listenBare(take) {
      const server = net.createServer({ allowHalfOpen: true }, (socket) => {
        take(openerOf(socket));
      });
      return new Promise((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const { port } = server.address() as { readonly port: number };
          resolve({ port, close: () => void server.close() });
        });
      });
    },
  };
}

function openerOf(socket: NetSocket): OpenBare {
  return (hear): BareSocket => {
    socket.on('data', hear.chunk);
    for (const end of ['end', 'error', 'close'] as const) socket.on(end, hear.end);
    return {
      write: (bytes) => void socket.write(bytes),
      end: () => void socket.end(),
      reset: () => void socket.resetAndDestroy(),
      drop: () => void socket.destroy(),
      pause: () => void socket.pause(),
      resume: () => void socket.resume(),
    };
  };
}
