/**
 * Our server as the clients need it: it echoes, pings each client, and closes when it is asked to.
 *
 * @module
 */

import { type Server, serve } from '@sansocket/node';
import type { CloseEvent, ServerOptions } from 'sansocket';
import { assertSame, CLOSE_ME, expected } from './conversation.ts';

/** The server, and its results. */
export interface OurServer {
  readonly port: number;
  readonly server: Server;
  /** How the connections ended, in order. */
  readonly closes: CloseEvent[];
  /** Pings of ours that were answered. */
  readonly pongs: string[];
  /** Subprotocols and extensions of the connections that were opened. */
  readonly opened: { readonly subprotocol: string | undefined; readonly extensions: string }[];
}

const PING = 'are you there';

/** Starts it on a free port of this machine. */
export async function startOurServer(options: ServerOptions = {}): Promise<OurServer> {
  const seen: Pick<OurServer, 'closes' | 'pongs' | 'opened'> = {
    closes: [],
    pongs: [],
    opened: [],
  };
  const server = await serve({ subprotocols: ['echo'], ...options }, (event, socket) => {
    if (event.type === 'open') {
      seen.opened.push({ subprotocol: event.subprotocol, extensions: event.extensions });
      socket.ping(Buffer.from(PING));
    }
    if (event.type === 'message' && event.data === CLOSE_ME) {
      const { code, reason } = expected.closedByServer;
      socket.close(code, reason);
    } else if (event.type === 'message') socket.send(event.data);
    if (event.type === 'pong') seen.pongs.push(Buffer.from(event.payload).toString());
    if (event.type === 'close') seen.closes.push(event);
  });
  return { port: server.port, server, ...seen };
}

/**
 * @param answer - The code of the client's answer to our Close frame; it typically echoes ours (§5.5.1).
 * @throws Error when the server's results are not those of the conversation.
 */
export function assertServed({ closes, pongs }: OurServer, answer = 4001): void {
  assertSame(
    closes.map(({ code, wasClean, endedBy }) => ({ code, wasClean, endedBy })),
    [
      { code: 3001, wasClean: true, endedBy: 'peer' },
      { code: answer, wasClean: true, endedBy: 'local' },
    ],
  );
  assertSame(pongs, [PING, PING]);
}
