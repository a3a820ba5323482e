/**
 * A connection with the stream that it runs over: what an application holds in its hand, the same in
 * every runtime. A runtime brings a pipe, and a schedule for all its sockets.
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
 * Gets every event of a connection, in wire order; `close` is the last.
 *
 * What it throws is an error that nobody catches, as in any listener, and no concern of the transport; the
 * events behind are delivered all the same.
 */
export type OnEvent<Stream = unknown, C extends Connection = Connection> = (
  event: ConnectionEvent,
  socket: Socket<C, Stream>,
) => void;

/**
 * The calls that an application makes, without the time: each is the connection's call of that name.
 *
 * What several calls in a row have to send goes out as one write, once the code that runs has ended.
 */
export class Socket<C extends Connection = Connection, Stream = unknown> {
  /** For everything else that it can tell or do; after a call of it that sends, call `turn`. */
  readonly connection: C;
  /** The runtime's own socket or stream, for its addresses and certificates. Its bytes are the connection's. */
  readonly stream: Stream;
  readonly #transport: SocketTransport<Socket>;

  /**
   * @param stream - With nothing read from it yet. It is the socket's from here on.
   * @param pipe - Makes what moves the bytes of the stream, and tells what happens to it.
   * @param onEvent - Not called before the constructor has returned.
   * @param schedule - The same for all sockets of a runtime.
   * @throws TypeError for a connection that is none, and a listener that is no function: nothing has been done then.
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
    // First what takes it away: a message that nobody comes for would be stuck.
    this.#transport.flushSoon();
    const status = this.connection.send(data, options);
    try {
      if (status !== 'ok') this.#transport.turnSoon();
    } catch {
      // It is sent all the same, and a later turn looks at the timeouts.
    }
    return status;
  }

  ping(payload?: Uint8Array): SendStatus {
    return this.#call((now) => this.connection.ping(payload, now));
  }

  /** Starts the closing handshake; the `close` event tells how it ended. */
  close(code?: number, reason?: string): void {
    this.#call((now) => {
      this.connection.close(code, reason, now);
    });
  }

  /** Says yes to the handshake request. @throws TypeError for a client's connection; what `accept` of the connection throws. */
  accept(this: Socket<ServerConnection, Stream>, options: AcceptOptions = {}): 'ok' | 'closing' {
    assertServers('accept', this.connection);
    return this.#call((now) => this.connection.accept(options, now));
  }

  /** Says no to the handshake request. @throws TypeError for a client's connection; what `reject` of the connection throws. */
  reject(this: Socket<ServerConnection, Stream>, rejection: Rejection): 'ok' | 'closing' {
    assertServers('reject', this.connection);
    return this.#call((now) => this.connection.reject(rejection, now));
  }

  /** Stops reading: the peer feels it once the buffers between are full. */
  pauseReceiving(): void {
    this.connection.pauseReceiving();
    this.#transport.turnSoon();
  }

  resumeReceiving(): void {
    this.connection.resumeReceiving();
    this.#transport.turnSoon();
  }

  /** Delivers the events and sends the output that are there. */
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
