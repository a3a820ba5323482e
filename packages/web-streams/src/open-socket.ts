/**
 * Connects a connection to two web streams: bytes, ends and errors in, bytes out, a timer.
 *
 * @module
 */

import type { Connection } from 'sansocket';
import {
  afterImmediates,
  type ByteStream,
  Socket as CoreSocket,
  Schedule,
  type SocketOptions,
  StreamPipe,
} from 'sansocket/driving';
import { checkKind, type Kind, member } from 'sansocket/options';
import type { OnEvent, Socket } from './socket.ts';
import type { BytesRead, BytesReader, BytesWriter, StreamPair } from './stream-pair.ts';

const aPair: Kind<StreamPair | Promise<StreamPair>> = [
  'a pair of streams, readable and writable, or the promise of one',
  (value) =>
    typeof member(value, 'then') === 'function' ||
    [
      member(member(value, 'readable'), 'getReader'),
      member(member(value, 'writable'), 'getWriter'),
    ].every((it) => typeof it === 'function'),
];

/**
 * Runs a connection over two streams. This package has no `connect` and no `serve`: the platform that made the streams
 * has them. If both ends of the streams are in the same process, the reader gets the written arrays without a copy:
 * then give the connection no `memory`, which is used again.
 *
 * @param pair - A pair neither locked nor read from yet, or the promise of one. From now on only the socket may use it.
 * @param onEvent - Not called before the function has returned.
 * @throws TypeError if the connection, the pair or the listener is not one: the streams are not locked then.
 *
 * @example
 * ```ts
 * import { openSocket, type StreamPair } from '@sansocket/web-streams';
 * import { ClientConnection } from 'sansocket';
 *
 * export function talk(pair: StreamPair): void {
 *   const connection = new ClientConnection('ws://example.org/', {}, performance.now());
 *   openSocket(connection, pair, (event, socket) => {
 *     if (event.type === 'open') socket.send('Hello');
 *     if (event.type === 'message') socket.close(1000);
 *   });
 * }
 * ```
 */
export function openSocket<
  C extends Connection,
  Pair extends StreamPair | Promise<StreamPair>,
  Data = unknown,
>(
  connection: C,
  pair: Pair,
  onEvent: OnEvent<Pair, C, Data>,
  options?: SocketOptions,
): Socket<C, Pair, Data> {
  checkKind('pair', pair, aPair);
  const streamOf = (): PairStream | Promise<PairStream> =>
    'then' in pair ? pair.then((open) => new PairStream(open)) : new PairStream(pair);
  return new CoreSocket(
    connection,
    pair,
    (inputs) => new StreamPipe(streamOf(), inputs),
    onEvent,
    schedule,
    options,
  );
}

declare const performance: { now(): number };
declare function queueMicrotask(task: () => void): void;
declare function setTimeout(task: () => void, ms: number): Timer;
declare function clearTimeout(timer: Timer): void;
declare function setImmediate(task: () => void): void;

/** A number in browsers, elsewhere an object. */
type Timer = number | { unref?(): unknown };

const schedule = /* @__PURE__ */ new Schedule({
  now: () => performance.now(),
  soon(task) {
    queueMicrotask(task);
  },
  later(task, ms) {
    const timer = setTimeout(task, ms);
    // In runtimes where timers keep the process alive, the streams keep it alive and the timer does not.
    if (typeof timer === 'object') timer.unref?.();
    return () => clearTimeout(timer);
  },
  // In Deno a timer may fire many times before sockets are read; elsewhere there may be nothing better.
  afterReading:
    'Deno' in globalThis ? /* @__PURE__ */ afterImmediates(setImmediate, true) : undefined,
});

class PairStream implements ByteStream<BytesRead> {
  readonly #pair: StreamPair;
  readonly #reader: BytesReader;
  readonly #writer: BytesWriter;

  constructor(pair: StreamPair) {
    this.#pair = pair;
    this.#reader = pair.readable.getReader();
    this.#writer = pair.writable.getWriter();
  }

  read(): Promise<BytesRead> {
    return this.#reader.read();
  }

  chunk({ done, value }: BytesRead): Uint8Array | undefined {
    return done ? undefined : value;
  }

  /** A write is done when the sink has accepted all of it. */
  async write(bytes: Uint8Array): Promise<number> {
    await this.#writer.write(bytes);
    return bytes.length;
  }

  closeWrite(): Promise<unknown> {
    return this.#writer.close();
  }

  close(reason?: unknown): void {
    // Errors of the two calls are ignored, since their results are not needed any more.
    const ignore = (): void => undefined;
    this.#reader.cancel(reason).catch(ignore);
    this.#writer.abort(reason).catch(ignore);
    Promise.resolve()
      .then(() => this.#pair.close?.())
      .catch(ignore);
  }
}
