/**
 * Bun as the contract of a transport wants it.
 *
 * @module
 */

import { connect as connectTcp } from 'node:net';
import { type BunSocket, connect, serve } from '@sansocket/bun';
import type { TransportRuntime } from '@sansocket/testkit/transport-contract';

export const bunRuntime = {
  serve,
  connect,
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
  async closed(stream: BunSocket | Promise<BunSocket>) {
    const socket = await stream;
    while (socket.readyState > 0) await turn();
  },
  drop(stream: BunSocket | Promise<BunSocket>) {
    // It may never have been connected.
    Promise.resolve(stream).then(
      (socket) => socket.terminate(),
      () => undefined,
    );
  },
  turn,
} satisfies TransportRuntime;

/** One turn of the event loop, with its poll for input and output. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
