/**
 * Connects a connection to a stream of Node: bytes, ends and errors in, bytes out, a timer.
 *
 * Any duplex stream is accepted: TCP, TLS, a Unix socket, a stream of a test.
 *
 * @module
 */

import type { Http2Stream } from 'node:http2';
import { Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Connection } from 'sansocket';
import {
  afterImmediates,
  Socket as CoreSocket,
  type Inputs,
  type Pipe,
  Schedule,
  type SocketOptions,
  WriteQueue,
} from 'sansocket/driving';
import { checkKind, type Kind, member } from 'sansocket/options';
import type { OnEvent, Socket } from './socket.ts';

export const aStream: Kind<Duplex> = [
  'a duplex stream',
  (value) =>
    typeof member(value, 'cork') === 'function' && typeof member(value, 'read') === 'function',
];

/**
 * Runs a connection over a stream.
 *
 * @param stream - A stream from which nothing has been read yet. From now on only the socket may use it.
 * @param onEvent - Not called before the function has returned.
 * @throws TypeError if the connection, the stream, the listener or an option is not one.
 */
export function openSocket<C extends Connection, Stream extends Duplex = Duplex, Data = unknown>(
  connection: C,
  stream: Stream,
  onEvent: OnEvent<Stream, C, Data>,
  options?: SocketOptions,
): Socket<C, Stream, Data> {
  checkKind('stream', stream, aStream);
  return new CoreSocket(
    connection,
    stream,
    (inputs) => new DuplexPipe(stream, inputs),
    onEvent,
    schedule,
    options,
  );
}

const isDeno = 'deno' in process.versions;

/** The schedule of all streams. */
export const schedule: Schedule = new Schedule({
  now: () => performance.now(),
  soon: queueMicrotask,
  later(task, ms) {
    // The streams keep the process alive; the timer does not.
    const timer = setTimeout(task, ms).unref();
    return () => clearTimeout(timer);
  },
  afterReading: afterImmediates(setImmediate, isDeno),
});

/** The code of RST_STREAM that means what a reset means for TCP (RFC 8441 §5). */
const CANCEL = 8;

/** An empty write: its callback runs when all bytes before it have left. */
const NOTHING = new Uint8Array(0);

/**
 * The property of a stream that holds the inputs for its listeners, so that all streams share one function for each
 * event.
 */
const INPUTS = Symbol('inputs');

/**
 * The most that a stream holds, in bytes. A stream reports its bytes as sent only once all of them have left: so the
 * rest waits in the queue here, and the connection sees progress with a slow peer.
 */
const MOST_HELD = 262_144;

type Received = Duplex & { [INPUTS]: Inputs };

/** The pipe of a duplex stream of Node. */
export class DuplexPipe implements Pipe {
  readonly #stream: Duplex;
  readonly #inputs: Inputs;
  /**
   * A plain socket with nothing left to write has given every byte to the system, in calls that have returned. Other
   * streams may hand the same bytes to a reader that still uses them; so may TLS, as Deno's does.
   */
  readonly #isPlain: boolean;
  /**
   * Whether the last write left nothing in the stream. Then the next write probably leaves at once, and needs no
   * callback.
   */
  #isPrompt: boolean;
  /** Bytes that the stream holds. */
  #held = 0;
  /** The bytes that wait because the stream holds as many as it may. */
  #queue: WriteQueue | undefined;
  #isEnding = false;

  constructor(stream: Duplex, inputs: Inputs) {
    this.#stream = stream;
    this.#inputs = inputs;
    this.#isPlain = isPlain(stream);
    this.#isPrompt = this.#isPlain;
    // After the peer's end, our output is still sent.
    stream.allowHalfOpen = true;
    if (stream instanceof NetSocket) stream.setNoDelay(true).setTimeout(0);
    (stream as Received)[INPUTS] = inputs;
    stream
      .on('data', receiveData)
      .on('end', receiveEnd)
      .on('error', receiveError)
      .on('close', receiveClose);
  }

  get remoteAddress(): string | undefined {
    const stream: Duplex | undefined = isHttp2(this.#stream)
      ? this.#stream.session?.socket
      : this.#stream;
    return stream instanceof NetSocket ? stream.remoteAddress : undefined;
  }

  write(pieces: readonly Uint8Array[]): boolean {
    const bytes = lengthOf(pieces);
    if (this.#queue === undefined && this.#held + bytes <= MOST_HELD) {
      return this.#hand(pieces, bytes);
    }
    (this.#queue ??= new WriteQueue()).add(pieces);
    const left = this.#handQueue();
    if (left === bytes && this.#held === 0) return true;
    // Not within a call of `write` by the connection.
    if (left > 0) queueMicrotask(() => this.#inputs.outputSent(left));
    return false;
  }

  /** Passes queued bytes to the stream, as many as it may hold. @returns How many bytes have left at once. */
  #handQueue(): number {
    const queue = this.#queue;
    if (queue === undefined) return 0;
    let left = 0;
    for (let head; (head = queue.head) !== undefined && this.#held < MOST_HELD; ) {
      const piece = head.subarray(0, MOST_HELD);
      queue.sent(piece.length);
      if (this.#hand([piece], piece.length)) left += piece.length;
    }
    if (queue.head !== undefined) return left;
    this.#queue = undefined;
    if (this.#isEnding) this.#stream.end();
    return left;
  }

  /** @returns Whether all bytes have left at once; otherwise `outputSent` reports them later. */
  #hand(pieces: readonly Uint8Array[], bytes: number): boolean {
    const stream = this.#stream;
    const wasPrompt = this.#isPrompt;
    const last = pieces.length - 1;
    if (last > 0) stream.cork();
    for (let i = 0; i < last; i++) stream.write(pieces[i]);
    stream.write(pieces[last], wasPrompt ? undefined : this.#whenSent(bytes));
    if (last > 0) stream.uncork();
    this.#isPrompt = this.#isPlain && stream.writableLength === 0;
    if (wasPrompt && !this.#isPrompt) stream.write(NOTHING, this.#whenSent(bytes));
    return wasPrompt && this.#isPrompt;
  }

  end(): void {
    this.#isEnding = true;
    if (this.#queue === undefined) this.#stream.end();
  }

  /**
   * Bytes that the system has accepted still arrive at a peer that reads. If more bytes wait here, the peer does not
   * read: then a reset, if the stream has one, lets the system discard all of them.
   */
  abort(): void {
    const stream = this.#stream;
    const isWaiting = this.#queue !== undefined || stream.writableLength > 0;
    this.#queue = undefined;
    // Only TCP has a family. In Bun a socket of `node:https` counts as plain but has no reset.
    if (isWaiting && isPlain(stream) && stream.remoteFamily !== undefined) reset(stream);
    else if (isHttp2(stream)) stream.close(CANCEL);
    else stream.destroy();
  }

  read(wanted: boolean): void {
    const stream = this.#stream;
    if (wanted !== stream.isPaused()) return;
    stream[wanted ? 'resume' : 'pause']();
    // Deno stops reading at once, and then sees neither an end nor a reset. Node reads on until its buffer is full.
    if (!wanted && isDeno && stream instanceof NetSocket) stream._read(0);
  }

  #whenSent(bytes: number): (error?: Error | null) => void {
    this.#held += bytes;
    return (error) => {
      this.#held -= bytes;
      // If the write failed, an `error` event reports it.
      if (!error) this.#inputs.outputSent(bytes + this.#handQueue());
    };
  }
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function reset(stream: NetSocket): void {
  try {
    stream.resetAndDestroy();
  } catch {
    stream.destroy();
  }
}

/** Whether the stream is a socket of the system, without TLS. */
function isPlain(stream: Duplex): stream is NetSocket {
  return stream instanceof NetSocket && !(stream instanceof TLSSocket);
}

/** Whether the stream is one of HTTP/2. */
function isHttp2(stream: Duplex): stream is Http2Stream {
  return 'rstCode' in stream;
}

function receiveData(this: Duplex, chunk: Uint8Array): void {
  (this as Received)[INPUTS].receive(chunk);
}

function receiveEnd(this: Duplex): void {
  if (isHttp2(this)) setImmediate(receiveStreamEnd, this);
  else (this as Received)[INPUTS].receiveEnd();
}

/** The end or the reset of a stream of HTTP/2. Node sends END_STREAM before RST_STREAM, so one end may be both. */
function receiveStreamEnd(stream: Http2Stream): void {
  const inputs = (stream as Duplex as Received)[INPUTS];
  const { rstCode } = stream;
  if (rstCode !== 0) inputs.receiveError(new Error(`The stream was reset with code ${rstCode}`));
  else if (stream.readableEnded) inputs.receiveEnd();
  if (stream.destroyed) inputs.receiveError(undefined);
}

function receiveError(this: Duplex, cause: Error): void {
  (this as Received)[INPUTS].receiveError(cause);
}

/** If no end and no error came before it, other code has destroyed the stream. */
function receiveClose(this: Duplex): void {
  if (isHttp2(this)) setImmediate(receiveStreamEnd, this);
  else (this as Received)[INPUTS].receiveError(undefined);
}
