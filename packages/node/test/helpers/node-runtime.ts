/**
 * Node as the contract of a transport wants it.
 *
 * @module
 */

import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { connect, serve } from '@sansocket/node';
import type { TransportRuntime } from '@sansocket/testkit/transport-contract';

export const nodeRuntime = {
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
  turn: () => setImmediate(),
} satisfies TransportRuntime;
