/**
 * A server and its clients, for one test.
 *
 * @module
 */

import type {
  ConnectOptions,
  connect,
  OnEvent,
  ServeOptions,
  Server,
  Socket,
  serve,
} from '@sansocket/node';
import { EventRecorder } from './event-recorder.ts';
import { RawClient } from './raw-client.ts';

/** What an adapter has to have to keep the contract. */
export interface TransportAdapter {
  readonly serve: typeof serve;
  readonly connect: typeof connect;
}

export const echo: OnEvent = (event, socket) => {
  if (event.type === 'message') socket.send(event.data);
};

/** A timeout that a test waits for, in milliseconds. */
export const SOON = 20;

export class Fixture {
  readonly atServer = new EventRecorder();
  readonly atClient = new EventRecorder();
  readonly #adapter: TransportAdapter;
  readonly #ends: (() => unknown)[] = [];

  constructor(adapter: TransportAdapter) {
    this.#adapter = adapter;
  }

  /** Listens on a free port of 127.0.0.1. */
  async serve(options: ServeOptions = {}, onEvent?: OnEvent): Promise<Server> {
    const server = await this.#adapter.serve(options, this.atServer.listen(onEvent));
    this.#ends.push(() => server.close());
    return server;
  }

  connect(url: string, options: ConnectOptions = {}, onEvent?: OnEvent): Socket {
    const socket = this.#adapter.connect(url, options, this.atClient.listen(onEvent));
    this.#ends.unshift(() => socket.stream.destroy());
    return socket;
  }

  /** @returns The client's socket, open. */
  async openPair(server: ServeOptions = {}, client: ConnectOptions = {}): Promise<Socket> {
    const { port } = await this.serve(server, echo);
    const socket = this.connect(`ws://127.0.0.1:${port}/`, client);
    await this.atClient.next('open');
    return socket;
  }

  rawClient(port: number): RawClient {
    const client = new RawClient(port);
    this.#ends.unshift(() => client.socket.destroy());
    return client;
  }

  async tearDown(): Promise<void> {
    for (const end of this.#ends) await end();
  }
}
