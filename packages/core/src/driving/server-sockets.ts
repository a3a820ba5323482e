/**
 * The sockets of one server, from the handshake request to the end, the same in every runtime.
 *
 * @module
 */

import {
  type HandshakeRequestEvent,
  type ServerConnection,
  type ServerOptions,
  serverChecks,
} from '../connection/index.ts';
import { CloseCode } from '../framing/index.ts';
import { aListener, type Checks, checkCall } from '../options/index.ts';
import type { OnEvent, Socket } from './socket.ts';

/**
 * Decides on a handshake request: calls `accept` or `reject` of the socket, at once or later. What it throws, and what
 * the promise of an async one rejects with, answers 500 and is an error that nobody catches.
 */
export type OnRequest<Stream = unknown> = (
  event: HandshakeRequestEvent,
  socket: Socket<ServerConnection, Stream>,
) => unknown;

/** The options of a server: those of its connections, and the function that decides on requests. */
export interface ServerSocketsOptions<Stream = unknown> extends ServerOptions {
  /** Default: accepts every request. */
  readonly onRequest?: OnRequest<Stream> | undefined;
}

const checks: Checks<ServerSocketsOptions> = { ...serverChecks, onRequest: aListener };

/** Opens the socket of a connection: the adapter's own work. */
export type OpenSocket<Stream> = (
  connection: ServerConnection,
  stream: Stream,
  onEvent: OnEvent<Stream, ServerConnection>,
) => Socket<ServerConnection, Stream>;

/** Makes a socket of each connection, and knows those that are not closed. */
export class ServerSockets<Stream> {
  /** For the connections. */
  readonly options: ServerOptions;
  readonly #onEvent: OnEvent<Stream, ServerConnection>;
  readonly #onRequest: OnRequest<Stream>;
  readonly #open: OpenSocket<Stream>;
  readonly #sockets = new Set<Socket<ServerConnection, Stream>>();
  /** Each lets go of a stream that has no connection yet. */
  readonly #early = new Set<() => void>();
  /** Are called once the last one is closed. */
  readonly #waiting: (() => void)[] = [];
  #isClosing = false;

  /**
   * @param onEvent - Gets the events of all connections, but for `handshake-request`.
   * @throws RangeError or TypeError when an option cannot be used.
   */
  constructor(
    options: ServerSocketsOptions<Stream>,
    onEvent: OnEvent<Stream, ServerConnection>,
    open: OpenSocket<Stream>,
  ) {
    // A mistake in the options shows now, and not when somebody connects.
    checkCall(options, checks, onEvent);
    const { onRequest, ...others } = options;
    this.options = others;
    this.#onEvent = onEvent;
    this.#onRequest = onRequest ?? ((_, socket) => socket.accept());
    this.#open = open;
  }

  /**
   * Counts a stream that has no connection yet: one in its TLS handshake, one whose turn has not come.
   *
   * @param drop - Lets go of the stream; `close` calls it.
   * @returns To be called when the stream has its connection, and when it is gone.
   */
  reserve(drop: () => void): () => void {
    this.#early.add(drop);
    return () => {
      this.#early.delete(drop);
      this.#reportIfEmpty();
    };
  }

  /** After `close`, the connection is closed at once. */
  add(connection: ServerConnection, stream: Stream): void {
    const socket = this.#open(connection, stream, this.#receiveEvent);
    this.#sockets.add(socket);
    if (this.#isClosing) goAway(socket);
  }

  /**
   * Drops the streams that have no connection yet, closes the connections with 1001; resolves when all are gone, which
   * the connections' timeouts bound.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const drop of this.#early) drop();
    for (const socket of this.#sockets) goAway(socket);
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#reportIfEmpty();
    });
  }

  /** One listener for all sockets. */
  readonly #receiveEvent: OnEvent<Stream, ServerConnection> = (event, socket) => {
    if (event.type === 'close') this.#forget(socket);
    if (event.type === 'handshake-request') this.#ask(event, socket);
    else this.#onEvent(event, socket);
  };

  /** A request whose listener throws is answered all the same, unless it was before. */
  #ask(event: HandshakeRequestEvent, socket: Socket<ServerConnection, Stream>): void {
    const fail = (error: unknown): never => {
      try {
        socket.reject({ status: 500 });
      } catch {
        // It has said yes or no.
      }
      throw error;
    };
    try {
      const done = this.#onRequest(event, socket);
      if (done instanceof Promise) void done.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  #forget(socket: Socket<ServerConnection, Stream>): void {
    this.#sockets.delete(socket);
    this.#reportIfEmpty();
  }

  #reportIfEmpty(): void {
    if (this.#sockets.size > 0 || this.#early.size > 0) return;
    for (const closed of this.#waiting.splice(0)) closed();
  }
}

function goAway(socket: Socket): void {
  // Versions with a name instead of a number have no close codes.
  const { version } = socket.connection;
  socket.close(typeof version === 'string' ? undefined : CloseCode.goingAway);
}
