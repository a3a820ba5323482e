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
import {
  afterImmediates,
  Socket as CoreSocket,
  type Inputs,
  type Pipe,
  Schedule,
  WriteQueue,
} from 'sansocket/driving';
import { checkKind, type Kind, member } from 'sansocket/options';
import type { OnEvent, Socket } from './socket.ts';

const aStream: Kind<Duplex> = [
  'a duplex stream',
  (value) =>
    typeof member(value, 'cork') === 'function' && typeof member(value, 'read') === 'function',
];

/**
 * Runs a connection over a stream.
 *
 * @param stream - With nothing read from it yet. It is the socket's from here on.
 * @param onEvent - Not called before the function has returned.
 * @throws TypeError for a connection, a stream or a listener that is none.
 */
export function openSocket<C extends Connection, Stream extends Duplex = Duplex>(
  connection: C,
  stream: Stream,
  onEvent: OnEvent<Stream, C>,
): Socket<C, Stream> {
  checkKind('stream', stream, aStream);
  return new CoreSocket(
    connection,
    stream,
    (inputs) => new StreamPipe(stream, inputs),
    onEvent,
    schedule,
  );
}

const isDeno = 'deno' in process.versions;

/** Of all streams. */
export const schedule: Schedule = new Schedule({
  now: () => performance.now(),
  soon: queueMicrotask,
  later(task, ms) {
    // The streams hold the process, the timer alone does not.
    const timer = setTimeout(task, ms).unref();
    return () => clearTimeout(timer);
  },
  afterReading: afterImmediates(setImmediate, isDeno),
});

/** Its callback comes when all before it has left. */
const NOTHING = new Uint8Array(0);

/** On a stream: what its listeners tell, so that one function each does for all streams. */
const INPUTS = Symbol('inputs');

/**
 * The most that a stream holds, in bytes. It tells that bytes have left once all that it holds has: so the rest waits
 * here, and the connection sees that a slow peer takes something.
 */
const MOST_HELD = 262_144;

type Heard = Duplex & { [INPUTS]: Inputs };

export class StreamPipe implements Pipe {
  readonly #stream: Duplex;
  readonly #inputs: Inputs;
  /**
   * A plain socket with nothing left to write has given every byte to the system, in calls that have returned. Other
   * streams may hand the same bytes to a reader that still uses them; so may TLS, as Deno's does.
   */
  readonly #isPlain: boolean;
  /** Whether the last write left nothing, and so the next one is likely to: then nobody need tell when it has. */
  #isPrompt: boolean;
  /** Bytes that the stream holds. */
  #held = 0;
  /** There while more waits than it may hold. */
  #queue: WriteQueue | undefined;
  #isEnding = false;

  constructor(stream: Duplex, inputs: Inputs) {
    this.#stream = stream;
    this.#inputs = inputs;
    this.#isPlain = isPlain(stream);
    this.#isPrompt = this.#isPlain;
    // After the peer's end, what we have to send still goes out.
    stream.allowHalfOpen = true;
    if (stream instanceof NetSocket) stream.setNoDelay(true).setTimeout(0);
    (stream as Heard)[INPUTS] = inputs;
    stream.on('data', hearData).on('end', hearEnd).on('error', hearError).on('close', hearClose);
  }

  write(pieces: readonly Uint8Array[]): boolean {
    const bytes = lengthOf(pieces);
    if (this.#queue === undefined && this.#held + bytes <= MOST_HELD) {
      return this.#hand(pieces, bytes);
    }
    (this.#queue ??= new WriteQueue()).add(pieces);
    const left = this.#handQueue();
    if (left === bytes && this.#held === 0) return true;
    // Not within a write of the connection.
    if (left > 0) queueMicrotask(() => this.#inputs.outputSent(left));
    return false;
  }

  /** Hands on what waits, as far as the stream may hold it. @returns How many bytes have left at once. */
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

  /** @returns Whether all has left at once; otherwise it is told later. */
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
   * What the system has taken still arrives at a peer that reads. While more waits here, the peer does not take it: then
   * a reset, where there is one, lets the system forget all of it.
   */
  abort(): void {
    const stream = this.#stream;
    const isWaiting = this.#queue !== undefined || stream.writableLength > 0;
    this.#queue = undefined;
    // Only TCP has a family. In Bun a socket of `node:https` is a plain one that has no reset.
    if (isWaiting && isPlain(stream) && stream.remoteFamily !== undefined) reset(stream);
    else stream.destroy();
  }

  read(wanted: boolean): void {
    const stream = this.#stream;
    if (wanted !== stream.isPaused()) return;
    stream[wanted ? 'resume' : 'pause']();
    // Deno stops at once, and then sees no end and no reset. Node goes on until its buffer is full.
    if (!wanted && isDeno && stream instanceof NetSocket) stream._read(0);
  }

  #whenSent(bytes: number): (error?: Error | null) => void {
    this.#held += bytes;
    return (error) => {
      this.#held -= bytes;
      // When they have not left, an `error` event tells.
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

/** Whether it is a socket of the system that has the stream to itself, without TLS. */
function isPlain(stream: Duplex): stream is NetSocket {
  return stream instanceof NetSocket && !(stream instanceof TLSSocket);
}

function hearData(this: Duplex, chunk: Uint8Array): void {
  (this as Heard)[INPUTS].receive(chunk);
}

function hearEnd(this: Duplex): void {
  (this as Heard)[INPUTS].receiveEnd();
}

function hearError(this: Duplex, cause: Error): void {
  (this as Heard)[INPUTS].receiveError(cause);
}

/** Without an end or an error before it: somebody has destroyed the stream. */
function hearClose(this: Duplex): void {
  (this as Heard)[INPUTS].receiveError(undefined);
}
