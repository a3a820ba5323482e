/**
 * Connections over the sockets of `Deno.listen` and `Deno.connect`, as the contract of a transport wants them.
 *
 * @module
 */

import { type Conn, openSocket } from '@sansocket/deno';
import type { TransportRuntime } from '@sansocket/testkit/transport-contract';
import { ClientConnection, type ClientOptions, ServerConnection } from 'sansocket';
import {
  type OnEvent,
  ServerSockets,
  type ServerSocketsOptions,
  type SocketOptions,
} from 'sansocket/driving';
import { denoRuntime } from './deno-runtime.ts';

interface Listener extends AsyncIterable<Conn> {
  readonly addr: { readonly port: number };
  close(): void;
}

interface Host {
  readonly hostname: string;
  readonly port: number;
}

declare const Deno: {
  listen(options: Host): Listener;
  listenTls(options: Host & { readonly key: string; readonly cert: string }): Listener;
  connect(options: Host): Promise<Conn>;
  connectTls(options: Host & { readonly caCerts: readonly string[] | undefined }): Promise<Conn>;
};

export interface ConnServeOptions extends ServerSocketsOptions<Conn> {
  readonly tls?: { readonly key: string; readonly cert: string };
}

interface ConnectOptions extends ClientOptions, SocketOptions {
  readonly tls?: { readonly ca: string };
}

export const connRuntime = {
  ...denoRuntime,
  open: undefined,
  serve({ tls, ...options }: ConnServeOptions, onEvent: OnEvent<Conn>) {
    const sockets = new ServerSockets<Conn>(options, onEvent, openSocket);
    const address = { hostname: '127.0.0.1', port: 0 };
    const listener =
      tls === undefined ? Deno.listen(address) : Deno.listenTls({ ...address, ...tls });
    const accepting = acceptAll(listener, sockets);
    let listens = true;
    return Promise.resolve({
      port: listener.addr.port,
      ...sockets.serving(() => {
        if (listens) listener.close();
        listens = false;
        return accepting;
      }),
    });
  },
  connect(
    url: string,
    { tls, onError, signal, ...options }: ConnectOptions,
    onEvent: OnEvent<Promise<Conn>>,
  ) {
    if (signal?.aborted === true) throw signal.reason;
    const { hostname: host, port, protocol } = new URL(url);
    const hostname = host.replace(/^\[|\]$/g, '');
    const address = { hostname, port: Number(port) };
    const conn =
      protocol === 'ws:'
        ? Deno.connect(address)
        : Deno.connectTls({ ...address, caCerts: tls && [tls.ca] });
    const connection = new ClientConnection(url, options, performance.now());
    return openSocket(connection, conn.then(watched), onEvent, { onError, signal });
  },
  async closed(stream: Conn | Promise<Conn>) {
    const conn = await stream;
    while (!closedOnes.has(conn)) await denoRuntime.turn();
  },
  drop(stream: Conn | Promise<Conn>) {
    // It may never have been connected, or be closed already.
    Promise.resolve(stream)
      .then((conn) => conn.close())
      .catch(() => undefined);
  },
} satisfies TransportRuntime;

async function acceptAll(listener: Listener, sockets: ServerSockets<Conn>): Promise<void> {
  for await (const conn of listener) {
    sockets.add(new ServerConnection(sockets.options, performance.now()), watched(conn));
  }
}

/** A socket does not say whether it is closed, so `closed` above waits for the call. */
const closedOnes = new WeakSet();

export function watched<C extends { close(): void }>(conn: C): C {
  const close = conn.close.bind(conn);
  conn.close = () => {
    closedOnes.add(conn);
    close();
  };
  return conn;
}
