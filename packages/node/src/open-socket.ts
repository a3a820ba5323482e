/**
 * What a connection needs of a stream of Node: bytes, ends and errors in, bytes out, a timer.
 *
 * Any duplex stream will do: TCP, TLS, a Unix socket, a stream of a test.
 *
 * @module
 */

import { Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Connection } from 'sansocket';
import { Socket as CoreSocket, type Hear, type Pipe, type Runtime } from 'sansocket/connection';
import type { OnEvent, Socket } from './socket.ts';

/**
 * Runs a connection over a stream.
 *
 * @param stream - With nothing read from it yet. It is the socket's from here on.
 * @param onEvent - Not called before the function has returned.
 */
export function openSocket<C extends Connection>(
  connection: C,
  stream: Duplex,
  onEvent: OnEvent,
): Socket<C> {
  return new CoreSocket(
    connection,
    stream,
    (hear) => new StreamPipe(stream, hear),
    onEvent,
    runtime,
  );
}

const runtime: Runtime = {
  now: () => performance.now(),
  soon: queueMicrotask,
  later(task, ms) {
    // The stream holds the process, the timer alone does not.
    const timer = setTimeout(task, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** Its callback comes when all before it has left. */
const NOTHING = new Uint8Array(0);

export class StreamPipe implements Pipe {
  readonly #stream: Duplex;
  readonly #hear: Hear;

  constructor(stream: Duplex, hear: Hear) {
    this.#stream = stream;
    this.#hear = hear;
    // After the peer's end, what we have to send still goes out.
    stream.allowHalfOpen = true;
    if (stream instanceof NetSocket) stream.setNoDelay(true).setTimeout(0);
    stream.on('data', (chunk: Uint8Array) =>
      hear((connection, now) => connection.receive(chunk, now)),
    );
    stream.on('end', () => hear((connection, now) => connection.receiveEnd(now)));
    stream.on('error', (cause) => hear((connection, now) => connection.receiveError(cause, now)));
    // Without an end or an error before it: somebody has destroyed the stream.
    stream.on('close', () => hear((connection, now) => connection.receiveError(undefined, now)));
  }

  /**
   * A socket that has nothing left to write has given all to the system, by calls that have returned. Other streams
   * may hand the same bytes to a reader, who is not done with them; so may TLS, as that of Deno does.
   */
  write(pieces: readonly Uint8Array[]): boolean {
    const stream = this.#stream;
    const isSocket = stream instanceof NetSocket && !(stream instanceof TLSSocket);
    const last = pieces.length - 1;
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    const sent = (error?: Error | null): void => {
      // When they have not left, an `error` event tells.
      if (!error) this.#hear((connection, now) => connection.outputSent(bytes, now));
    };
    if (last > 0) stream.cork();
    for (const [i, piece] of pieces.entries())
      stream.write(piece, isSocket || i < last ? undefined : sent);
    if (last > 0) stream.uncork();
    if (isSocket && stream.writableLength > 0) stream.write(NOTHING, sent);
    return isSocket && stream.writableLength === 0;
  }

  end(): void {
    this.#stream.end();
  }

  /** By a reset where there is one: then the kernel forgets what the peer does not take. */
  abort(): void {
    const stream = this.#stream;
    const isTcp = stream instanceof NetSocket && !(stream instanceof TLSSocket);
    if (isTcp && stream.remoteFamily !== undefined) stream.resetAndDestroy();
    else stream.destroy();
  }

  read(wanted: boolean): void {
    if (wanted === this.#stream.isPaused()) this.#stream[wanted ? 'resume' : 'pause']();
  }
}
