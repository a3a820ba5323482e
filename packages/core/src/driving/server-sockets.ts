/**
 * The sockets of one server, from the handshake request to the end, the same in every runtime.
 *
 * @module
 */

import {
  type Connection,
  type HandshakeRequestEvent,
  type ServerConnection,
  type ServerOptions,
  serverChecks,
} from '../connection/index.ts';
import { CloseCode } from '../framing/index.ts';
import { aListener, type Checks, checkCall } from '../options/index.ts';
import type { OnEvent, Socket } from './socket.ts';

/**
 * Decides on a handshake request: calls `accept` or `reject` of the socket, at once or later. If it throws, or its
 * promise rejects, the request is answered with 500, and the error is not caught.
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

/** Opens the socket of a connection; each adapter has its own. */
export type OpenSocket<Stream, C extends Connection = ServerConnection> = (
  connection: C,
  stream: Stream,
  onEvent: OnEvent<Stream, C>,
) => Socket<C, Stream>;

/** Makes a socket of each connection, and keeps the sockets that are not closed. */
export class ServerSockets<Stream, C extends Connection = ServerConnection> {
  /** The options of the connections. */
  readonly options: ServerOptions;
  readonly #onEvent: OnEvent<Stream, C>;
  readonly #onRequest: OnRequest<Stream>;
  readonly #open: OpenSocket<Stream, C>;
  readonly #sockets = new Set<Socket<C, Stream>>();
  /** Functions that drop streams without a connection yet. */
  readonly #early = new Set<() => void>();
  /** Functions to call once the last socket is closed. */
  readonly #waiting: (() => void)[] = [];
  #isClosing = false;

  /**
   * @param onEvent - Receives the events of all connections, except for `handshake-request`.
   * @throws RangeError or TypeError when an option cannot be used.
   */
  constructor(
    options: ServerSocketsOptions<Stream>,
    onEvent: OnEvent<Stream, C>,
    open: OpenSocket<Stream, C>,
  ) {
    // Report a mistake in the options now, not when a client connects.
    checkCall(options, checks, onEvent);
    const { onRequest, ...others } = options;
    this.options = others;
    this.#onEvent = onEvent;
    this.#onRequest = onRequest ?? ((_, socket) => socket.accept());
    this.#open = open;
  }

  /**
   * Counts a stream that has no connection yet, for example during its TLS handshake, or while it waits for its turn.
   *
   * @param drop - Drops the stream; `close` calls it.
   * @returns A function to call when the stream has its connection, and when the stream is closed.
   */
  reserve(drop: () => void): () => void {
    this.#early.add(drop);
    return () => {
      this.#early.delete(drop);
      this.#reportIfEmpty();
    };
  }

  /** Adds a connection. After `close`, it is closed at once. */
  add(connection: C, stream: Stream): Socket<C, Stream> {
    const socket = this.#open(connection, stream, this.#receiveEvent);
    this.#sockets.add(socket);
    if (this.#isClosing) goAway(socket);
    return socket;
  }

  /**
   * Drops the streams that have no connection yet, and closes the connections with 1001. Resolves when all are closed,
   * within the timeouts of the connections.
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
  readonly #receiveEvent: OnEvent<Stream, C> = (event, socket) => {
    if (event.type === 'close') this.#forget(socket);
    // Only a connection that makes the opening handshake has a request.
    if (event.type === 'handshake-request')
      this.#ask(event, socket as unknown as Socket<ServerConnection, Stream>);
    else this.#onEvent(event, socket);
  };

  /** If the listener throws, the request is answered with 500, unless it was answered before. */
  #ask(event: HandshakeRequestEvent, socket: Socket<ServerConnection, Stream>): void {
    const fail = (error: unknown): never => {
      try {
        socket.reject({ status: 500 });
      } catch {
        // The request was answered already.
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

  #forget(socket: Socket<C, Stream>): void {
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
