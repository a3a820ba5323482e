/**
 * Our server as the foreign clients need it: it echoes, and closes when it is asked to.
 *
 * @module
 */

import { type Server, serve } from '@sansocket/node';
import type { ConnectionEvent } from 'sansocket';

export interface InteropServer {
  readonly url: string;
  /** How the connections ended, in order. */
  readonly closes: (ConnectionEvent & { readonly type: 'close' })[];
  readonly server: Server;
}

export async function interopServer(): Promise<InteropServer> {
  const closes: InteropServer['closes'] = [];
  const server = await serve({ subprotocols: ['echo'] }, (event, socket) => {
    if (event.type === 'message' && event.data === 'close me') socket.close(4001, 'genug, schön');
    else if (event.type === 'message') socket.send(event.data);
    if (event.type === 'close') closes.push(event);
  });
  return { url: `ws://127.0.0.1:${server.port}/`, closes, server };
}
