/**
 * Deno as the contract of a transport wants it.
 *
 * @module
 */

import { connect as connectTcp } from 'node:net';
import { type Conn, connect, serve } from '@sansocket/deno';
import type { TransportRuntime } from '@sansocket/testkit/transport-contract';

export const denoRuntime = {
  serve,
  connect,
  // Deno's own sockets have no reset; those that it has for Node do.
  connectBare(port, hear) {
    const socket = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('data', hear.chunk);
    socket.on('end', hear.end);
    socket.on('error', hear.end);
    return {
      write: (bytes) => void socket.write(bytes),
      end: () => void socket.end(),
      reset: () => void socket.resetAndDestroy(),
      drop: () => void socket.destroy(),
      pause: () => void socket.pause(),
      resume: () => void socket.resume(),
    };
  },
  async closed(stream: Conn | Promise<Conn>) {
    const conn = await stream;
    while (isOpen(conn)) await turn();
  },
  drop(stream: Conn | Promise<Conn>) {
    // It may never have been connected, or be closed already.
    Promise.resolve(stream)
      .then((conn) => conn.close())
      .catch(() => undefined);
  },
  turn,
} satisfies TransportRuntime;

/** One turn of the event loop, with its poll for input and output. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** A closed socket takes no options. (TLS has none.) */
function isOpen(conn: Conn): boolean {
  try {
    conn.setNoDelay?.(true);
    return true;
  } catch {
    return false;
  }
}
