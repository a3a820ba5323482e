/**
 * Connects a connection to a socket of Deno: bytes, ends and errors in, bytes out, a timer.
 *
 * @module
 */

import { setImmediate } from 'node:timers';
import type { Connection } from 'sansocket';
import {
  afterImmediates,
  type ByteStream,
  Socket as CoreSocket,
  type OnEvent,
  Schedule,
  type SocketOptions,
  StreamPipe,
} from 'sansocket/driving';
import { checkKind, type Kind, member } from 'sansocket/options';
import type { Conn } from './conn.ts';

const aConn: Kind<Conn> = [
  'a socket of Deno',
  (value) => typeof member(value, 'closeWrite') === 'function',
];

const aConnOrPromise: Kind<Conn | Promise<Conn>> = [
  'a socket of Deno or the promise of one',
  (value) => typeof (member(value, 'then') ?? member(value, 'closeWrite')) === 'function',
];

/**
 * Runs a connection over a socket of `Deno.connect`, of a listener of Deno, or of other code.
 *
 * Deno's own sockets take more memory and time than its `node:net` sockets, which `serve` and `connect` use.
 *
 * @param conn - A socket from which nothing has been read yet, or the promise of one. From now on only the result may
 * use it.
 * @param onEvent - Not called before the function has returned.
 * @throws TypeError if the connection, the socket or the listener is not one.
 *
 * @example
 * ```ts
 * import { type Conn, openSocket } from '@sansocket/deno';
 * import { ServerConnection } from 'sansocket';
 *
 * function serveConn(conn: Conn): void {
 *   const connection = new ServerConnection({}, performance.now());
 *   openSocket(connection, conn, (event, socket) => {
 *     if (event.type === 'handshake-request') connection.accept({}, performance.now());
 *     if (event.type === 'message') socket.send(event.data);
 *   });
 * }
 * ```
 */
export function openSocket<
  C extends Connection,
  Stream extends Conn | Promise<Conn>,
  Data = unknown,
>(
  connection: C,
  conn: Stream,
  onEvent: OnEvent<Stream, C, Data>,
  options?: SocketOptions,
): CoreSocket<C, Stream, Data> {
  checkKind('conn', conn, aConnOrPromise);
  const streamOf = (): ConnStream | Promise<ConnStream> =>
    'then' in conn ? conn.then(streamIn) : new ConnStream(conn);
  return new CoreSocket(
    connection,
    conn,
    (inputs) => new StreamPipe(streamOf(), inputs),
    onEvent,
    schedule,
    options,
  );
}

/** The result of a promise has not been checked before. */
function streamIn(conn: Conn): ConnStream {
  checkKind('conn', conn, aConn);
  return new ConnStream(conn);
}

/** The global `Deno`, as far as it is used. */
declare const Deno: {
  /** @param timer - The result of `setTimeout`. */
  unrefTimer(timer: unknown): void;
};

const schedule = new Schedule({
  now: () => performance.now(),
  soon: queueMicrotask,
  later(task, ms) {
    const timer = setTimeout(task, ms);
    // The sockets keep the process alive; the timer does not.
    Deno.unrefTimer(timer);
    return () => clearTimeout(timer);
  },
  afterReading: afterImmediates(setImmediate, true),
});

/**
 * Room for one read, in bytes: first for a request, then little for a silent peer, and more for a peer that fills it.
 */
const [FIRST_ROOM, MIN_ROOM, MAX_ROOM] = [512, 64, 262_144];

class ConnStream implements ByteStream<number | null> {
  readonly #conn: Conn;
  #room = new Uint8Array(FIRST_ROOM);

  constructor(conn: Conn) {
    this.#conn = conn;
    conn.setNoDelay?.(true);
  }

  get remoteAddress(): string | undefined {
    return this.#conn.remoteAddr?.hostname;
  }

  read(): Promise<number | null> {
    return this.#conn.read(this.#room);
  }

  /**
   * A read that fills half of the room is handed out as a view of it; less is copied, and the room is used again,
   * unless it is far too large.
   */
  chunk(count: number | null): Uint8Array | undefined {
    const room = this.#room;
    const { length } = room;
    if (count === null) return undefined;
    if (count >= length / 2) {
      // After a full read there may be much more.
      this.#room = new Uint8Array(Math.min((count < length ? 2 : 8) * count, MAX_ROOM));
      return room.subarray(0, count);
    }
    const isTooLarge = count < length / 8 && length > MIN_ROOM;
    if (isTooLarge) this.#room = new Uint8Array(Math.max(length / 4, MIN_ROOM));
    return room.slice(0, count);
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#conn.write(bytes);
  }

  closeWrite(): Promise<void> {
    return this.#conn.closeWrite();
  }

  /** There is no reset: the kernel keeps bytes that the peer has not received yet. */
  close(): void {
    try {
      this.#conn.close();
    } catch {
      // The application has closed the socket.
    }
  }
}
