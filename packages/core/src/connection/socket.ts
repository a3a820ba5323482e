/**
 * A connection with the stream that it runs over: what an application holds in its hand, the same in
 * every runtime. A runtime lends its clock and its queue of tasks, and brings a transport.
 *
 * @module
 */

import type { Rejection } from '../handshake/index.ts';
import { Alarm } from './alarm.ts';
import type { Connection } from './connection.ts';
import { Driver, type Pipe, type Transport } from './driver.ts';
import type { ConnectionEvent, SendStatus } from './events.ts';
import type { PreparedMessage } from './prepared-message.ts';
import type { Runtime } from './runtime.ts';
import type { SendOptions } from './sender.ts';
import type { ServerConnection } from './server-connection.ts';
import type { AcceptOptions } from './server-opening.ts';

/**
 * Gives an input of the transport to the connection, with the time, and takes a turn. What a listener throws is
 * thrown again once the code that runs has ended.
 */
export type Hear = (input: (connection: Connection, now: number) => void) => void;

/**
 * Gets every event of a connection, in wire order; `close` is the last.
 *
 * What it throws is an error that nobody catches, as in any listener, and no concern of the transport; the
 * events behind are delivered all the same.
 */
export type OnEvent<Stream = unknown> = (
  event: ConnectionEvent,
  socket: Socket<Connection, Stream>,
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
  readonly #runtime: Runtime;
  readonly #driver: Driver;
  #turnComes = false;
  /** What is thrown comes from the listener. */
  #listening = false;

  /**
   * @param stream - With nothing read from it yet. It is the socket's from here on.
   * @param pipe - Makes what moves the bytes of the stream; inputs go through `hear`.
   * @param onEvent - Not called before the constructor has returned.
   */
  constructor(
    connection: C,
    stream: Stream,
    pipe: (hear: Hear) => Pipe,
    onEvent: OnEvent<Stream>,
    runtime: Runtime,
  ) {
    this.connection = connection;
    this.stream = stream;
    this.#runtime = runtime;
    const hear: Hear = (input) => {
      input(connection, runtime.now());
      try {
        this.turn();
      } catch (error) {
        runtime.soon(() => {
          throw error;
        });
      }
    };
    const alarm = new Alarm(runtime, () => {
      hear((_, now) => {
        connection.handleTimeout(now);
      });
    });
    this.#driver = new Driver(connection, withAlarm(pipe(hear), alarm), (event) => {
      this.#listening = true;
      onEvent(event, this);
      this.#listening = false;
    });
    this.#turnSoon();
  }

  send(data: string | Uint8Array | PreparedMessage, options?: SendOptions): SendStatus {
    const status = this.connection.send(data, options);
    this.#turnSoon();
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

  /** Says yes to the handshake request. */
  accept(this: Socket<ServerConnection, Stream>, options: AcceptOptions = {}): 'ok' | 'closing' {
    return this.#call((now) => this.connection.accept(options, now));
  }

  /** Says no to the handshake request. */
  reject(this: Socket<ServerConnection, Stream>, rejection: Rejection): 'ok' | 'closing' {
    return this.#call((now) => this.connection.reject(rejection, now));
  }

  /** Stops reading: the peer feels it once the buffers between are full. */
  pauseReceiving(): void {
    this.connection.pauseReceiving();
    this.#turnSoon();
  }

  resumeReceiving(): void {
    this.connection.resumeReceiving();
    this.#turnSoon();
  }

  /** Delivers the events and sends the output that are there. */
  turn(): void {
    this.#turnComes = true;
    try {
      this.#driver.turn();
    } catch (error) {
      // The listener has had its event; what a pipe throws it would throw again.
      if (this.#listening) {
        this.#listening = false;
        this.#runtime.soon(() => {
          this.turn();
        });
      }
      throw error;
    } finally {
      this.#turnComes = false;
    }
  }

  #call<T>(action: (now: number) => T): T {
    const result = action(this.#runtime.now());
    this.#turnSoon();
    return result;
  }

  #turnSoon(): void {
    if (this.#turnComes) return;
    this.#turnComes = true;
    this.#runtime.soon(() => {
      this.turn();
    });
  }
}

function withAlarm(pipe: Pipe, alarm: Alarm): Transport {
  return {
    write(pieces) {
      return pipe.write(pieces);
    },
    end() {
      pipe.end();
    },
    abort(reason) {
      pipe.abort(reason);
    },
    read(wanted) {
      pipe.read(wanted);
    },
    wakeAt(at) {
      alarm.set(at);
    },
  };
}
