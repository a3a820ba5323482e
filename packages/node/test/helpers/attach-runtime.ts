/**
 * `attach` to an HTTP server as the contract of a transport wants it.
 *
 * @module
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AttachOptions, attach, type OnEvent } from '@sansocket/node';
import type { TransportRuntime } from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './node-runtime.ts';

export const attachRuntime = {
  ...nodeRuntime,
  async serve(options: AttachOptions, onEvent: OnEvent) {
    const server = createServer();
    const attachment = attach(server, options, onEvent);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      ...attachment,
      port: (server.address() as AddressInfo).port,
      async close() {
        const closed = new Promise((resolve) => server.close(resolve));
        await attachment.close();
        // Those that have not asked for an upgrade are the HTTP server's.
        server.closeAllConnections();
        await closed;
      },
    };
  },
} satisfies TransportRuntime;

/**
 * Whether a case can hold: until a request is whole, the connection is the HTTP server's; and that of Bun does not say
 * what has ended a connection.
 */
export function holdsBehindHttp({ name }: { readonly name: string }): boolean {
  return !(BEFORE_REQUEST.test(name) || ('Bun' in globalThis && name.endsWith('reports a reset')));
}

const BEFORE_REQUEST =
  /do not ask for WebSocket|answerPlain|server: connecting, (nothing|half a head)|request that never ends|request that had come/;
