/**
 * Node as the contract of a transport wants it.
 *
 * @module
 */

import { once } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { connect, serve } from '@sansocket/node';
import { bareNet, type TransportRuntime } from '@sansocket/testkit/transport-contract';

export const nodeRuntime = {
  ...bareNet(net),
  serve,
  connect,
  closed: async (stream: Duplex) => stream.closed || once(stream, 'close'),
  drop: (stream: Duplex) => void stream.destroy(),
  turn: () => setImmediate(),
} satisfies TransportRuntime;
