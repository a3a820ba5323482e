/**
 * Node as the contract of a transport wants it.
 *
 * @module
 */

import { once } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { connect, open, serve } from '@sansocket/node';
import { bareNet, type TransportRuntime } from '@sansocket/testkit/transport-contract';

/** Elsewhere, jest would take the error for one of the test. */
const uncaught =
  'Deno' in globalThis || 'Bun' in globalThis
    ? undefined
    : (take: (error: unknown) => void): (() => void) => {
        process.setUncaughtExceptionCaptureCallback(take);
        return () => process.setUncaughtExceptionCaptureCallback(null);
      };

export const nodeRuntime = {
  ...bareNet(net),
  peerAddress: '127.0.0.1',
  serve,
  connect,
  open,
  closed: async (stream: Duplex) => stream.closed || once(stream, 'close'),
  drop: (stream: Duplex) => void stream.destroy(),
  turn: () => setImmediate(),
  uncaught,
} satisfies TransportRuntime;
