/**
 * A connection with the stream that it runs over: the object that an application uses, the same in every
 * runtime. A runtime provides a pipe for each socket, and a schedule for all sockets.
 *
 * @module
 */

import type {
  AcceptOptions,
  CloseEvent,
  Connection,
  ConnectionEvent,
  PreparedMessage,
  ReadyState,
  SendOptions,
  SendStatus,
  ServerConnection,
} from '../connection/index.ts';
import type { Rejection } from '../handshake/index.ts';
import { aListener, type Checks, checkKind, checkOptions } from '../options/index.ts';
import { aSignal, onAbort, type Signal } from './abort-signal.ts';
import { aConnection, type Pipe } from './driver.ts';
import type { Schedule } from './schedule.ts';
import { type Inputs, SocketTransport } from './socket-transport.ts';
import type { Message } from './waits.ts';

/**
 * Receives every event of a connection, in wire order; `close` is the last.
 *
 * If it throws, or its promise rejects, its connection is closed with 1011, and a request that waits is answered with
 * 500. The error goes to `onError`.
 */
export type OnEvent<Stream = unknown, C extends Connection = Connection, Data = unknown> = (
  event: ConnectionEvent,
  socket: Socket<C, Stream, Data>,
) => unknown;

/** The promise of a `close` event: it never rejects, so that it need not be awaited. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name by which tools know it
export interface Closing extends Promise<CloseEvent> {}

/** The options of a socket. */
export interface SocketOptions {
  /**
   * Gets the errors that listeners throw, and those that their promises reject with. Default: each is thrown once the
   * current code has ended, as an error in any listener.
   */
  readonly onError?: ((error: unknown, socket: Socket) => void) | undefined;
  /** Drops the connection when it is aborted; its reason is the cause in the `close` event. Default: none. */
  readonly signal?: Signal | undefined;
}

export const socketChecks: Checks<SocketOptions> = { onError: aListener, signal: aSignal };

/**
 * The calls of an application, without the time: each is the connection's call of the same name.
 *
 * The output of several calls in a row is one write, once the current code has ended.
 *
 * A loop over a socket gets its messages, and nothing is read while its body runs. It ends with the connection. After
 * `break`, messages wait for the next loop.
 *
 * @typeParam Data - The type of `data`.
 */
export class Socket<C extends Connection = Connection, Stream = unknown, Data = unknown>
  implements AsyncIterable<Message>
{
  /** The connection, for its other properties and calls; after a call that sends, call `turn`. */
  readonly connection: C;
  /** The runtime's own socket or stream, for its certificates and addresses. Only the connection may read and write it. */
  readonly stream: Stream;
  /** The application's own value for this connection; `undefined` until the application sets it. */
  data!: Data;
  readonly #transport: SocketTransport<Socket>;

  /**
   * @param stream - A stream from which nothing has been read. It belongs to the socket from now on.
   * @param pipe - Makes the pipe that moves the bytes of the stream and reports its inputs.
   * @param onEvent - Not called before the constructor has returned.
   * @param schedule - The same for all sockets of a runtime.
   * @throws TypeError for an invalid connection, a listener that is no function or an invalid option; the reason of a
   *   signal that is aborted already. Then nothing was done.
   */
  constructor(
    connection: C,
    stream: Stream,
    pipe: (inputs: Inputs) => Pipe,
    onEvent: OnEvent<Stream, C, Data>,
    schedule: Schedule,
    options: SocketOptions = {},
  ) {
    checkKind('connection', connection, aConnection);
    checkKind('onEvent', onEvent, aListener);
    checkOptions(options, socketChecks);
    const { onError, signal } = options;
    if (signal?.aborted === true) throw signal.reason;
    this.connection = connection.recorded();
    this.stream = stream;
    const listeners = { onEvent: onEvent as OnEvent, onError };
    this.#transport = new SocketTransport<Socket>(this as Socket, pipe, listeners, schedule);
    if (signal !== undefined)
      this.#transport.waits.atEnd(onAbort(signal, (reason) => this.#terminate(reason)));
    this.#transport.turnSoon();
  }

  send(data: string | Uint8Array | PreparedMessage, options?: SendOptions): SendStatus {
    // Schedule the flush first: without it, a queued message would never be written.
    this.#transport.flushSoon();
    const status = this.connection.send(data, options);
    try {
      if (status !== 'ok') this.#transport.turnSoon();
    } catch {
      // The message is sent nevertheless, and a later turn sets the timer.
    }
    return status;
  }

  /**
   * Waits until the peer keeps up again, after `send` has returned `high-water`.
   *
   * @param signal - Ends the wait: the promise rejects with its reason.
   * @returns Whether there is room; `false` when the connection is closing or closed. At once, unless output waits.
   */
  async drained(signal?: Signal): Promise<boolean> {
    if (signal !== undefined) checkKind('signal', signal, aSignal);
    if (!this.connection.isFull) return this.readyState === 'open';
    return this.#transport.waits.drained(signal);
  }

  ping(payload?: Uint8Array): SendStatus {
    return this.#call((now) => this.connection.ping(payload, now));
  }

  pong(payload?: Uint8Array): SendStatus {
    return this.#call(() => this.connection.pong(payload));
  }

  /**
   * Starts the closing handshake, or answers that of the peer.
   *
   * @returns A promise of the `close` event, which reports how it ended; it never rejects.
   */
  close(code?: number, reason?: string): Closing {
    this.#call((now) => {
      this.connection.close(code, reason, now);
    });
    return new Promise((resolve) => {
      this.#transport.waits.atEnd(resolve);
    });
  }

  /** Sends a Close frame and ends the output, without waiting for an answer. */
  fail(code?: number, reason?: string): void {
    this.#call((now) => {
      this.connection.fail(code, reason, now);
    });
  }

  /** Drops the connection at once, without a Close frame. */
  terminate(): void {
    this.#terminate(undefined);
  }

  /** Accepts the handshake request. @throws TypeError for a client's connection; as the connection's `accept`. */
  accept(
    this: Socket<ServerConnection, Stream, Data>,
    options: AcceptOptions = {},
  ): 'ok' | 'closing' {
    assertServers('accept', this.connection);
    return this.#call((now) => this.connection.accept(options, now));
  }

  /** Rejects the handshake request. @throws TypeError for a client's connection; as the connection's `reject`. */
  reject(this: Socket<ServerConnection, Stream, Data>, rejection: Rejection): 'ok' | 'closing' {
    assertServers('reject', this.connection);
    return this.#call((now) => this.connection.reject(rejection, now));
  }

  /** Stops reading: the peer has to wait once the buffers between the two ends are full. */
  pauseReceiving(): void {
    this.connection.pauseReceiving();
    this.#transport.turnSoon();
  }

  resumeReceiving(): void {
    this.connection.resumeReceiving();
    this.#transport.turnSoon();
  }

  /** The messages from now on. */
  [Symbol.asyncIterator](): AsyncIterator<Message, undefined> {
    return this.#transport.waits[Symbol.asyncIterator]();
  }

  get readyState(): ReadyState {
    return this.connection.readyState;
  }

  /** Bytes that are queued and not known to be sent. */
  get bufferedAmount(): number {
    return this.connection.bufferedAmount;
  }

  /** The subprotocol in use; `undefined` without one. */
  get subprotocol(): string | undefined {
    return this.connection.subprotocol;
  }

  /** The extensions in use, as a Sec-WebSocket-Extensions field; empty without any. */
  get extensions(): string {
    return this.connection.extensions;
  }

  /** Milliseconds from the last answered ping to its pong; `undefined` before. */
  get latency(): number | undefined {
    return this.connection.latency;
  }

  /** The address of the peer, such as `127.0.0.1`; `undefined` where the stream has none, or is not connected. */
  get remoteAddress(): string | undefined {
    return this.#transport.remoteAddress;
  }

  /** Delivers all events and writes all output. */
  turn(): void {
    this.#transport.turn();
  }

  #terminate(cause: unknown): void {
    this.#call((now) => {
      this.connection.terminate(cause, now);
    });
  }

  #call<T>(action: (now: number) => T): T {
    this.#transport.turnSoon();
    return action(this.#transport.now());
  }
}

function assertServers(what: string, { role }: Connection): void {
  if (role === 'client') throw new TypeError(`Cannot ${what}: the connection is a client's`);
}
