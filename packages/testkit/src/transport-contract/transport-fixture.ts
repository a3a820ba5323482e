/**
 * A server and its clients, for one case.
 *
 * @module
 */

import type { ClientConnection, ClientOptions } from 'sansocket';
import { type OnEvent, opened, type Socket, type SocketOptions } from 'sansocket/driving';
import { BarePeer } from './bare-peer.ts';
import { EventRecorder } from './event-recorder.ts';
import type { BareSockets, TransportRuntime } from './runtime.ts';

/** Sends every message back. */
export const echo: OnEvent = (event, socket) => {
  if (event.type === 'message') socket.send(event.data);
};

/** A timeout that a case waits for, in milliseconds. */
export const SOON = 20;

/** A timeout that no case waits for: other timeouts must not be late because of it. */
export const HOUR = 3_600_000;

type ServeOptions<R extends TransportRuntime> = Parameters<R['serve']>[0];
type ConnectOptions<R extends TransportRuntime> = Parameters<R['connect']>[1];
type ServerOf<R extends TransportRuntime> = Awaited<ReturnType<R['serve']>>;
type SocketOf<R extends TransportRuntime> = ReturnType<R['connect']>;

/** `tearDown` closes everything that a case has opened, whatever the result of the case. */
export class TransportFixture<R extends TransportRuntime = TransportRuntime> {
  /** The events of all sockets of the server. */
  readonly atServer: EventRecorder = new EventRecorder();
  /** The events of all clients. */
  readonly atClient: EventRecorder = new EventRecorder();
  readonly runtime: R;
  readonly #ends: (() => unknown)[] = [];

  constructor(runtime: R) {
    this.runtime = runtime;
  }

  /** Listens on a free port of 127.0.0.1. */
  async serve(options: ServeOptions<R> = {}, onEvent?: OnEvent): Promise<ServerOf<R>> {
    const server = await this.runtime.serve(options, this.atServer.listen(onEvent));
    this.#ends.push(() => server.close());
    return server as ServerOf<R>;
  }

  /** Connects the adapter's client. */
  connect(url: string, options: ConnectOptions<R> = {}, onEvent?: OnEvent): SocketOf<R> {
    const socket = this.runtime.connect(url, options, this.atClient.listen(onEvent));
    this.#ends.unshift(() => {
      this.runtime.drop(socket.stream);
    });
    return socket as SocketOf<R>;
  }

  /** Connects the adapter's client without a listener; resolves once it is open. */
  async open(
    url: string,
    options: ClientOptions & SocketOptions = {},
  ): Promise<Socket<ClientConnection>> {
    const { runtime } = this;
    const socket =
      runtime.open === undefined
        ? await opened((onEvent: OnEvent) => runtime.connect(url, options, onEvent), options.signal)
        : await runtime.open(url, options);
    this.#ends.unshift(() => {
      runtime.drop(socket.stream);
    });
    return socket;
  }

  /**
   * Opens a connection to a server that echoes.
   *
   * @returns The client's socket, open.
   */
  async openPair(
    server: ServeOptions<R> = {},
    client: ConnectOptions<R> = {},
  ): Promise<SocketOf<R>> {
    const { port } = await this.serve(server, echo);
    const socket = this.connect(`ws://127.0.0.1:${port}/`, client);
    await this.atClient.next('open');
    return socket;
  }

  /**
   * Connects a bare socket.
   *
   * @param layer - `TCP`: beneath TLS, if there is TLS.
   */
  bareClient(port: number, layer?: 'TCP'): BarePeer {
    const sockets = this.#socketsOf(layer);
    return this.#dropped(new BarePeer((hear) => sockets.connectBare(port, hear)));
  }

  /** Listens for one client, which gets a bare peer. */
  async bareServer(
    layer?: 'TCP',
  ): Promise<{ readonly port: number; readonly peer: Promise<BarePeer> }> {
    let take: (peer: BarePeer) => void;
    const peer = new Promise<BarePeer>((resolve) => {
      take = resolve;
    });
    const listener = await this.#socketsOf(layer).listenBare((open) => {
      take(this.#dropped(new BarePeer(open)));
    });
    this.#ends.push(() => listener.close());
    return { port: listener.port, peer };
  }

  #socketsOf(layer: 'TCP' | undefined): BareSockets {
    return layer === undefined ? this.runtime : (this.runtime.beneath ?? this.runtime);
  }

  #dropped(peer: BarePeer): BarePeer {
    this.#ends.unshift(() => {
      peer.drop();
    });
    return peer;
  }

  /** Lets the event loop do all waiting work. */
  async turns(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.runtime.turn();
  }

  /** Has something undone by `tearDown`, after everything else. */
  atEnd(undo: () => unknown): void {
    this.#ends.push(undo);
  }

  /** Drops the clients, then closes the servers. */
  async tearDown(): Promise<void> {
    for (const end of this.#ends) await end();
  }
}
