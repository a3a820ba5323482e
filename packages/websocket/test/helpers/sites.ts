/**
 * A server whose resources do what their names say, with the adapter of the runtime that runs the test.
 *
 * @module
 */

import type { Server } from '@sansocket/node';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { type Open, type WebSocketClass, webSocketClass } from '@sansocket/websocket';
import type { ConnectionEvent, ServerConnection } from 'sansocket/connection';
import type { Socket } from 'sansocket/driving';

/** What the tests use of an adapter. */
interface Adapter {
  readonly connect: Open;
  readonly connectPlain: Open;
  readonly serve: (
    options: object,
    onEvent: (event: ConnectionEvent, socket: Socket) => void,
  ) => Promise<Server>;
}

async function adapter(): Promise<Adapter> {
  const name = 'Deno' in globalThis ? 'deno' : 'Bun' in globalThis ? 'bun' : 'node';
  const { connect, serve } = (await import(`@sansocket/${name}`)) as Pick<
    Adapter,
    'connect' | 'serve'
  >;
  return {
    connect: (url, options, onEvent) => {
      const all = { ...options, extensions: [permessageDeflate()] };
      return connect(url, all, onEvent);
    },
    connectPlain: connect,
    serve,
  };
}

export interface Sites {
  readonly url: string;
  readonly host: string;
  readonly connect: Open;
  /** Offers no extension. */
  readonly connectPlain: Open;
  readonly WebSocket: WebSocketClass;
  /** The events of all sockets, in order. */
  readonly events: ConnectionEvent[];
  close(): Promise<void>;
}

/** Starts the server. */
export async function startSites(): Promise<Sites> {
  const { connect, connectPlain, serve } = await adapter();
  const events: ConnectionEvent[] = [];
  const server = await serve(
    {
      subprotocols: ['chat', 'superchat'],
      extensions: [permessageDeflate()],
      onRequest(event: { readonly target: string }, socket: Socket<ServerConnection>) {
        if (event.target === '/refuse') socket.reject({ status: 404 });
        else socket.accept();
        targets.set(socket, event.target);
      },
    },
    (event, socket) => {
      events.push(event);
      respond(event, socket, targets.get(socket) ?? '');
    },
  );
  const host = `127.0.0.1:${server.port}`;
  const WebSocket = webSocketClass({ open: connect, baseUrl: `http://${host}/a/b` });
  return {
    url: `ws://${host}`,
    host,
    connect,
    connectPlain,
    WebSocket,
    events,
    close: () => server.close(),
  };
}

const targets = new WeakMap<Socket, string>();

function respond(event: ConnectionEvent, socket: Socket, target: string): void {
  if (event.type === 'message' && target.startsWith('/echo')) socket.send(event.data);
  if (event.type !== 'open') return;
  if (target === '/close') socket.close(4001, 'enough');
  if (target === '/close-bare') socket.close();
  if (target === '/fail') socket.connection.fail(1011, 'oops', 0);
  if (target === '/greet') {
    socket.send('Hello');
    socket.send(Uint8Array.of(1, 2, 3));
    socket.close(1000);
  }
}
