/**
 * Deno as the contract of a transport wants it: servers and clients over the sockets that it has for Node.
 *
 * @module
 */

import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, serve } from '@sansocket/deno';
import type { TransportRuntime } from '@sansocket/testkit/transport-contract';

export const denoRuntime = {
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
  closed: async (stream: Duplex) => stream.closed || once(stream, 'close'),
  drop: (stream: Duplex) => void stream.destroy(),
  /** One turn of the event loop, with its poll for input and output. */
  turn: () => new Promise<void>((resolve) => setTimeout(resolve, 0)),
} satisfies TransportRuntime;
