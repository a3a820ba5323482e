/**
 * The sockets of one server, from the handshake request to the end, the same in every runtime.
 *
 * @module
 */

import {
  type Connection,
  type HandshakeRequestEvent,
  PreparedMessage,
  prepareMessage,
  type ServerConnection,
  type ServerOptions,
  serverChecks,
} from '../connection/index.ts';
import { CloseCode } from '../framing/index.ts';
import { aListener, type Checks, checkCall, fromOne } from '../options/index.ts';
import { onAbort } from './abort-signal.ts';
import { type RequestPolicy, refusalOf, requestPolicyChecks } from './request-policy.ts';
import { type OnEvent, type Socket, type SocketOptions, socketChecks } from './socket.ts';
import { codeFor } from './socket-transport.ts';

/**
 * Decides on a handshake request: calls `accept` or `reject` of the socket, at once or later. If it throws, or its
 * promise rejects, the request is answered with 500, and the error goes to `onError`.
 */
export type OnRequest<Stream = unknown, Data = unknown> = (
  event: HandshakeRequestEvent,
  socket: Socket<ServerConnection, Stream, Data>,
) => unknown;

/** The options of a server: those of its connections, and the function that decides on requests. */
export interface ServerSocketsOptions<Stream = unknown, Data = unknown>
  extends Omit<ServerOptions, keyof RequestPolicy>,
    RequestPolicy,
    SocketOptions {
  /** Default: accepts every request. */
  readonly onRequest?: OnRequest<Stream, Data> | undefined;
  /**
   * The most connections: those that are open, and requests that wait for an answer. More requests are answered with
   * 503. Default: no limit.
   */
  readonly maxConnections?: number | undefined;
}

/** For the options that adapters add to those of a connection. */
export const serverSocketsChecks: Checks<Omit<ServerSocketsOptions, 'onRequest'>> & {
  readonly onRequest: typeof aListener;
} = {
  ...serverChecks,
  ...requestPolicyChecks,
  ...socketChecks,
  onRequest: aListener,
  maxConnections: fromOne,
};

/** Opens the socket of a connection; each adapter has its own. */
export type OpenSocket<Stream, C extends Connection = ServerConnection> = <Data>(
  connection: C,
  stream: Stream,
  onEvent: OnEvent<Stream, C, Data>,
  options: SocketOptions,
) => Socket<C, Stream, Data>;

/** The sockets of a server, for the application. */
export interface Serving<
  Stream = unknown,
  Data = unknown,
  C extends Connection = ServerConnection,
> {
  /** The open sockets: from the `open` event to the `close` event. */
  readonly sockets: ReadonlySet<Socket<C, Stream, Data>>;
  /**
   * Sends a message to every open socket, encoded once.
   *
   * @param except - A socket that does not get it, such as the sender. Default: none.
   * @throws TypeError when the data is neither a string nor bytes.
   */
  broadcast(data: string | Uint8Array | PreparedMessage, except?: Socket): void;
  /** Accepts no more connections, closes the open ones with 1001, and resolves when they are closed. */
  close(): Promise<void>;
}

/** Makes a socket of each connection, and keeps the sockets that are not closed. */
export class ServerSockets<Stream, C extends Connection = ServerConnection, Data = unknown> {
  /** The options of the connections. */
  readonly options: ServerOptions;
  readonly #onEvent: OnEvent<Stream, C, Data>;
  readonly #onRequest: OnRequest<Stream, Data>;
  readonly #open: OpenSocket<Stream, C>;
  readonly #socketOptions: SocketOptions;
  readonly #signal: SocketOptions['signal'];
  readonly #policy: RequestPolicy;
  readonly #maxConnections: number;
  /** The sockets whose request is being judged, or answered by the application. */
  readonly #asking = new Set<Socket<C, Stream, Data>>();
  /** The sockets in their opening handshake. */
  readonly #opening = new Set<Socket<C, Stream, Data>>();
  readonly #sockets = new Set<Socket<C, Stream, Data>>();
  /** Functions that drop streams without a connection yet. */
  readonly #early = new Set<() => void>();
  /** Functions to call once the last socket is closed. */
  readonly #waiting: (() => void)[] = [];
  #isClosing = false;

  /**
   * @param onEvent - Receives the events of all connections, except for `handshake-request`.
   * @throws RangeError or TypeError when an option cannot be used; the reason of a signal that is aborted already.
   */
  constructor(
    options: ServerSocketsOptions<Stream, Data>,
    onEvent: OnEvent<Stream, C, Data>,
    open: OpenSocket<Stream, C>,
  ) {
    // Report a mistake in the options now, not when a client connects.
    checkCall(options, serverSocketsChecks, onEvent);
    const { onRequest, onError, signal, path, allowedOrigins, maxConnections, ...others } = options;
    if (signal?.aborted === true) throw signal.reason;
    const isList = Array.isArray(allowedOrigins);
    this.options = { ...others, allowedOrigins: isList ? allowedOrigins : undefined };
    this.#onEvent = onEvent;
    this.#onRequest = onRequest ?? ((_, socket) => socket.accept());
    this.#open = open;
    this.#socketOptions = { onError };
    this.#signal = signal;
    this.#policy = { path, allowedOrigins };
    this.#maxConnections = maxConnections ?? Infinity;
  }

  /**
   * The sockets for the application. The option `signal` closes them from now on.
   *
   * @param stop - Stops listening; called by each `close`. May return a promise.
   */
  serving(stop: () => unknown): Serving<Stream, Data, C> {
    const close = async (): Promise<void> => {
      forget?.();
      await Promise.all([stop(), this.close()]);
    };
    const forget = this.#signal && onAbort(this.#signal, () => void close());
    return {
      sockets: this.#sockets,
      broadcast: (data, except) => this.#broadcast(data, except),
      close,
    };
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
  add(connection: C, stream: Stream): Socket<C, Stream, Data> {
    const socket = this.#open(connection, stream, this.#receiveEvent, this.#socketOptions);
    this.#opening.add(socket);
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
    for (const socket of [...this.#opening, ...this.#sockets]) goAway(socket);
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#reportIfEmpty();
    });
  }

  /** One listener for all sockets. */
  readonly #receiveEvent: OnEvent<Stream, C, Data> = (event, socket) => {
    if (event.type === 'handshake-request') return this.#ask(event, socket);
    if (event.type === 'open' && this.#opening.delete(socket)) {
      this.#asking.delete(socket);
      this.#sockets.add(socket);
    }
    if (event.type === 'close') this.#forget(socket);
    return this.#onEvent(event, socket);
  };

  #ask(event: HandshakeRequestEvent, socket: Socket<C, Stream, Data>): unknown {
    const refusal = this.refusal(event);
    this.#asking.add(socket);
    // Only a connection that makes the opening handshake has a request.
    const asked = socket as unknown as Socket<ServerConnection, Stream, Data>;
    const decide = (status: number | undefined): unknown => {
      if (socket.readyState !== 'connecting') return undefined;
      return status === undefined ? this.#onRequest(event, asked) : asked.reject({ status });
    };
    return typeof refusal === 'object' ? refusal.then(decide) : decide(refusal);
  }

  /** @returns The status with which the options refuse a request; `undefined` when they do not. */
  refusal(event: HandshakeRequestEvent): number | undefined | Promise<number | undefined> {
    return this.#isFull ? 503 : refusalOf(this.#policy, event);
  }

  /** A request that was refused is not counted, although its transport may not be closed yet. */
  get #isFull(): boolean {
    if (this.#sockets.size + this.#asking.size < this.#maxConnections) return false;
    for (const socket of this.#asking)
      if (socket.readyState !== 'connecting') this.#asking.delete(socket);
    return this.#sockets.size + this.#asking.size >= this.#maxConnections;
  }

  #broadcast(data: string | Uint8Array | PreparedMessage, except: Socket | undefined): void {
    const message = data instanceof PreparedMessage ? data : prepareMessage(data);
    for (const socket of this.#sockets) if (socket !== except) socket.send(message);
  }

  #forget(socket: Socket<C, Stream, Data>): void {
    this.#opening.delete(socket);
    this.#asking.delete(socket);
    this.#sockets.delete(socket);
    this.#reportIfEmpty();
  }

  #reportIfEmpty(): void {
    if (this.#sockets.size + this.#opening.size + this.#early.size > 0) return;
    for (const closed of this.#waiting.splice(0)) closed();
  }
}

function goAway(socket: Socket): void {
  void socket.close(codeFor(socket.connection, CloseCode.goingAway));
}
