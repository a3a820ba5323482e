/**
 * What a connection needs of a socket of Deno: bytes, ends and errors in, bytes out, a timer.
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
 * Runs a connection over a socket that `Deno.connect`, a listener of Deno or anybody else has made.
 *
 * Deno's own sockets take more memory and time than those that it has for Node, which `serve` and `connect` use.
 *
 * @param conn - With nothing read from it yet, or the promise of one. It is the socket's from here on.
 * @param onEvent - Not called before the function has returned.
 * @throws TypeError for a connection, a socket or a listener that is none.
 *
 * @example
 * ```ts
 * import { type Conn, openSocket } from '@sansocket/deno';
 * import { ServerConnection } from 'sansocket';
 *
 * function take(conn: Conn): void {
 *   const connection = new ServerConnection({}, performance.now());
 *   openSocket(connection, conn, (event, socket) => {
 *     if (event.type === 'handshake-request') connection.accept({}, performance.now());
 *     if (event.type === 'message') socket.send(event.data);
 *   });
 * }
 * ```
 */
export function openSocket<C extends Connection, Stream extends Conn | Promise<Conn>>(
  connection: C,
  conn: Stream,
  onEvent: OnEvent<Stream, C>,
): CoreSocket<C, Stream> {
  checkKind('conn', conn, aConnOrPromise);
  const streamOf = (): ConnStream | Promise<ConnStream> =>
    'then' in conn ? conn.then(streamIn) : new ConnStream(conn);
  return new CoreSocket(
    connection,
    conn,
    (inputs) => new StreamPipe(streamOf(), inputs),
    onEvent,
    schedule,
  );
}

/** What a promise has brought nobody has checked before. */
function streamIn(conn: Conn): ConnStream {
  checkKind('conn', conn, aConn);
  return new ConnStream(conn);
}

/** The global `Deno`, as far as it is used. */
declare const Deno: {
  /** @param timer - What `setTimeout` has returned. */
  unrefTimer(timer: unknown): void;
};

const schedule = new Schedule({
  now: () => performance.now(),
  soon: queueMicrotask,
  later(task, ms) {
    const timer = setTimeout(task, ms);
    // The sockets hold the process, the timer alone does not.
    Deno.unrefTimer(timer);
    return () => clearTimeout(timer);
  },
  afterReading: afterImmediates(setImmediate, true),
});

/** Room for one read, in bytes: first for a request, then little for a silent peer, and more for one that fills it. */
const [FIRST_ROOM, MIN_ROOM, MAX_ROOM] = [512, 64, 262_144];

class ConnStream implements ByteStream<number | null> {
  readonly #conn: Conn;
  #room = new Uint8Array(FIRST_ROOM);

  constructor(conn: Conn) {
    this.#conn = conn;
    conn.setNoDelay?.(true);
  }

  read(): Promise<number | null> {
    return this.#conn.read(this.#room);
  }

  /** What fills half of the room takes it along; less is copied, and the room stays, unless it is far too large. */
  chunk(count: number | null): Uint8Array | undefined {
    const room = this.#room;
    const { length } = room;
    if (count === null) return undefined;
    if (count >= length / 2) {
      // Behind what fills it there may be much more.
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

  /** There is no reset: the kernel keeps what the peer has not taken yet. */
  close(): void {
    try {
      this.#conn.close();
    } catch {
      // The application has closed it.
    }
  }
}
