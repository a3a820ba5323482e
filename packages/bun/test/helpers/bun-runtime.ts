/**
 * Bun as the contract of a transport wants it.
 *
 * @module
 */

import net from 'node:net';
import { type BunSocket, connect, open, serve } from '@sansocket/bun';
import { bareNet, type TransportRuntime } from '@sansocket/testkit/transport-contract';

export const bunRuntime = {
  ...bareNet(net),
  peerAddress: '127.0.0.1',
  serve,
  connect,
  open,
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
