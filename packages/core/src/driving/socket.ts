/**
 * A connection with the stream that it runs over: the object that an application uses, the same in every
 * runtime. A runtime provides a pipe for each socket, and a schedule for all sockets.
 *
 * @module
 */

import type {
  AcceptOptions,
  Connection,
  ConnectionEvent,
  PreparedMessage,
  SendOptions,
  SendStatus,
  ServerConnection,
} from '../connection/index.ts';
import type { Rejection } from '../handshake/index.ts';
import { aListener, checkKind } from '../options/index.ts';
import type { Pipe } from './driver.ts';
import type { Schedule } from './schedule.ts';
import { type Inputs, SocketTransport } from './socket-transport.ts';

/**
 * Receives every event of a connection, in wire order; `close` is the last.
 *
 * An error that it throws is not caught, as in any listener, and does not affect the transport; the events after it
 * are still delivered.
 */
export type OnEvent<Stream = unknown, C extends Connection = Connection> = (
  event: ConnectionEvent,
  socket: Socket<C, Stream>,
) => void;

/**
 * The calls of an application, without the time: each is the connection's call of the same name.
 *
 * The output of several calls in a row is one write, once the current code has ended.
 */
export class Socket<C extends Connection = Connection, Stream = unknown> {
  /** The connection, for its other properties and calls; after a call that sends, call `turn`. */
  readonly connection: C;
  /** The runtime's own socket or stream, for its addresses and certificates. Only the connection may read and write it. */
  readonly stream: Stream;
  readonly #transport: SocketTransport<Socket>;

  /**
   * @param stream - A stream from which nothing has been read. It belongs to the socket from now on.
   * @param pipe - Makes the pipe that moves the bytes of the stream and reports its inputs.
   * @param onEvent - Not called before the constructor has returned.
   * @param schedule - The same for all sockets of a runtime.
   * @throws TypeError for an invalid connection, or a listener that is no function: then nothing was done.
   */
  constructor(
    connection: C,
    stream: Stream,
    pipe: (inputs: Inputs) => Pipe,
    onEvent: OnEvent<Stream, C>,
    schedule: Schedule,
  ) {
    checkKind('onEvent', onEvent, aListener);
    this.connection = connection;
    this.stream = stream;
    this.#transport = new SocketTransport<Socket>(this, pipe, onEvent as OnEvent, schedule);
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

  ping(payload?: Uint8Array): SendStatus {
    return this.#call((now) => this.connection.ping(payload, now));
  }

  pong(payload?: Uint8Array): SendStatus {
    return this.#call(() => this.connection.pong(payload));
  }

  /** Starts the closing handshake, or answers that of the peer; the `close` event reports how it ended. */
  close(code?: number, reason?: string): void {
    this.#call((now) => {
      this.connection.close(code, reason, now);
    });
  }

  /** Accepts the handshake request. @throws TypeError for a client's connection; as the connection's `accept`. */
  accept(this: Socket<ServerConnection, Stream>, options: AcceptOptions = {}): 'ok' | 'closing' {
    assertServers('accept', this.connection);
    return this.#call((now) => this.connection.accept(options, now));
  }

  /** Rejects the handshake request. @throws TypeError for a client's connection; as the connection's `reject`. */
  reject(this: Socket<ServerConnection, Stream>, rejection: Rejection): 'ok' | 'closing' {
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

  /** Delivers all events and writes all output. */
  turn(): void {
    this.#transport.turn();
  }

  #call<T>(action: (now: number) => T): T {
    this.#transport.turnSoon();
    return action(this.#transport.now());
  }
}

function assertServers(what: string, { role }: Connection): void {
  if (role === 'client') throw new TypeError(`Cannot ${what}: the connection is a client's`);
}
