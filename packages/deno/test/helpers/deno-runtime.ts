/**
 * Deno as the contract of a transport wants it: servers and clients over the sockets that it has for Node.
 *
 * @module
 */

import { once } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, open, serve } from '@sansocket/deno';
import { bareNet, type TransportRuntime } from '@sansocket/testkit/transport-contract';

export const denoRuntime = {
  ...bareNet(net),
  peerAddress: '127.0.0.1',
  serve,
  connect,
  open,
  closed: async (stream: Duplex) => stream.closed || once(stream, 'close'),
  drop: (stream: Duplex) => void stream.destroy(),
  /** One turn of the event loop, with its poll for input and output. */
  turn: () => new Promise<void>((resolve) => setTimeout(resolve, 0)),
} satisfies TransportRuntime;
