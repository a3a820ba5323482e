/**
 * Our server as the clients need it: it echoes, pings each client, and closes when it is asked to.
 *
 * @module
 */

import { once } from 'node:events';
import { createSecureServer, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { localhost } from '@sansocket/engines';
import { attach } from '@sansocket/http2';
import { serve } from '@sansocket/node';
import type { CloseEvent, ConnectionEvent } from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import { assertSame, CLOSE_ME, expected } from './conversation.ts';
import type { Sends } from './our-client.ts';

/** The server, and its results. */
export interface OurServer {
  readonly port: number;
  readonly close: () => Promise<void>;
  /** How the connections ended, in order. */
  readonly closes: CloseEvent[];
  /** Pings of ours that were answered. */
  readonly pongs: string[];
  /** Subprotocols and extensions of the connections that were opened. */
  readonly opened: { readonly subprotocol: string | undefined; readonly extensions: string }[];
}

/** What a server speaks: HTTP/2 without TLS only with clients that know it before. */
export type Speaks = 'HTTP/1.1' | 'HTTP/2' | 'HTTP/2 over TLS';

const PING = 'are you there';

/** Starts it on a free port of this machine. */
export async function startOurServer(
  extensions: readonly Extension[],
  speaks: Speaks = 'HTTP/1.1',
): Promise<OurServer> {
  const seen: Pick<OurServer, 'closes' | 'pongs' | 'opened'> = {
    closes: [],
    pongs: [],
    opened: [],
  };
  const options = { subprotocols: ['echo'], extensions };
  const onEvent = (event: ConnectionEvent, socket: Sends): void => {
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
  };
  if (speaks === 'HTTP/1.1') {
    const server = await serve(options, onEvent);
    return { port: server.port, close: () => server.close(), ...seen };
  }
  // Browsers open a stream on the session that a page came by.
  const { key, cert } = localhost;
  const server =
    speaks === 'HTTP/2'
      ? createServer()
      : createSecureServer({ key, cert }, (_, response) => {
          response.setHeader('Content-Type', 'text/html');
          response.end('<!doctype html><title>Page</title>');
        });
  const attached = attach(server, options, onEvent);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => {
    server.close();
    return attached.close();
  };
  return { port, close, ...seen };
}

/**
 * Closes the server, which waits for the ends of its connections.
 *
 * @param answer - The code of the client's answer to our Close frame; it typically echoes ours (§5.5.1). 1006 if none came.
 * @throws Error when the server's results are not those of the conversation.
 */
export async function assertServed(
  { closes, pongs, close }: OurServer,
  answer = 4001,
): Promise<void> {
  await close();
  assertSame(
    closes.map(({ code, wasClean, endedBy }) => ({ code, wasClean, endedBy })),
    [
      { code: 3001, wasClean: true, endedBy: 'peer' },
      { code: answer, wasClean: answer !== 1006, endedBy: 'local' },
    ],
  );
  assertSame(pongs, [PING, PING]);
}
