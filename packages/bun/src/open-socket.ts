/**
 * Connects a connection to a socket of Bun: bytes, ends and errors in, bytes out, a timer.
 *
 * @module
 */

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
import type { BunSocket, SocketHandlers } from './bun.ts';
import type { OnEvent, Socket } from './socket.ts';

const aSocket: Kind<BunSocket> = [
  'a socket of Bun',
  (value) => typeof member(value, 'shutdown') === 'function',
];

const aSocketOrPromise: Kind<BunSocket | Promise<BunSocket>> = [
  'a socket of Bun or the promise of one',
  (value) => typeof (member(value, 'then') ?? member(value, 'shutdown')) === 'function',
];

/**
 * Runs a connection over a socket.
 *
 * @param socket - A socket just opened with `socketHandlers`, or the promise of one. From now on only the result may
 * use it.
 * @param onEvent - Not called before the function has returned.
 * @throws TypeError if the connection, the socket or the listener is not one.
 */
export function openSocket<
  C extends Connection,
  Stream extends BunSocket | Promise<BunSocket>,
  Data = unknown,
>(
  connection: C,
  socket: Stream,
  onEvent: OnEvent<Stream, C, Data>,
  options?: SocketOptions,
): Socket<C, Stream, Data> {
  checkKind('socket', socket, aSocketOrPromise);
  return new CoreSocket(
    connection,
    socket,
    (inputs) => new BunPipe(socket, inputs),
    onEvent,
    schedule,
    options,
  );
}

const schedule = new Schedule({
  now: () => performance.now(),
  soon: queueMicrotask,
  later(task, ms) {
    // The sockets keep the process alive; the timer does not.
    const timer = setTimeout(task, ms).unref();
    return () => clearTimeout(timer);
  },
  afterReading: afterImmediates(setImmediate, false),
});

/**
 * The handlers for `Bun.listen` and `Bun.connect`, with `allowHalfOpen`: they report the events of any socket to its
 * pipe.
 */
export const socketHandlers: SocketHandlers = {
  open: () => undefined,
  handshake(socket, success, error) {
    if (!success) pipeOf(socket)?.inputs.receiveError(error);
  },
  data: (socket, chunk) => pipeOf(socket)?.inputs.receive(chunk),
  drain: (socket) => pipeOf(socket)?.drain(),
  end: (socket) => pipeOf(socket)?.receiveEnd(),
  error: (socket, error) => pipeOf(socket)?.inputs.receiveError(error),
  close(socket, error) {
    const inputs = pipeOf(socket)?.inputs;
    // If our half was closed before, Bun does not report that the peer closes its half.
    if (error === undefined) inputs?.receiveEnd();
    inputs?.receiveError(error);
  },
};

function pipeOf({ data }: BunSocket): BunPipe | undefined {
  return data instanceof BunPipe ? data : undefined;
}

/** The result of a promise has not been checked before. */
function checked(socket: BunSocket): BunSocket {
  checkKind('socket', socket, aSocket);
  return socket;
}

class BunPipe implements Pipe {
  readonly inputs: Inputs;
  readonly #queue = new WriteQueue();
  #socket: BunSocket | undefined;
  #reads = true;
  #ending = false;
  #aborted = false;
  /** A write has failed. */
  #isLost = false;
  /** Whether the peer's half and our half have ended. */
  #openHalves = 2;

  constructor(socket: BunSocket | Promise<BunSocket>, inputs: Inputs) {
    this.inputs = inputs;
    const lose = (cause: unknown): void => inputs.receiveError(cause);
    if ('then' in socket) socket.then(checked).then((open) => this.#attach(open), lose);
    else this.#attach(socket);
  }

  get remoteAddress(): string | undefined {
    return this.#socket?.remoteAddress;
  }

  /** Bytes that the socket does not accept wait here: Bun reports when it accepts more. */
  write(pieces: readonly Uint8Array[]): boolean {
    const inFront = this.#queue.head;
    this.#queue.add(pieces);
    const bytes = this.#flush();
    if (inFront === undefined && !this.#isWaiting) return true;
    this.#sentSoon(bytes);
    return false;
  }

  drain(): void {
    const bytes = this.#flush();
    this.#endIfWritten();
    if (bytes > 0) this.inputs.outputSent(bytes);
  }

  end(): void {
    this.#ending = true;
    this.#endIfWritten();
  }

  receiveEnd(): void {
    this.inputs.receiveEnd();
    this.#endHalf();
  }

  /**
   * Bytes that the system has accepted still arrive at a peer that reads. If more bytes wait here, the peer does not
   * read: then a reset lets the system discard all of them.
   */
  abort(): void {
    this.#aborted = true;
    if (this.#isWaiting) this.#socket?.terminate();
    else this.#socket?.end();
  }

  read(wanted: boolean): void {
    if (this.#isLost) return;
    if (wanted !== this.#reads) this.#socket?.[wanted ? 'resume' : 'pause']();
    this.#reads = wanted;
  }

  get #isWaiting(): boolean {
    return this.#queue.head !== undefined;
  }

  #flush(): number {
    const socket = this.#socket;
    return socket === undefined ? 0 : this.#queue.flush((head) => this.#write(socket, head));
  }

  /** A reset that a write comes upon is over with that: only a socket that reads learns of its end from Bun. */
  #write(socket: BunSocket, bytes: Uint8Array): number {
    const count = socket.write(bytes);
    if (count >= 0) return count;
    this.read(true);
    this.#isLost = true;
    return 0;
  }

  /** Not within a write of the connection. */
  #sentSoon(bytes: number): void {
    if (bytes > 0) queueMicrotask(() => this.inputs.outputSent(bytes));
  }

  #endIfWritten(): void {
    if (!this.#ending || this.#socket === undefined || this.#isWaiting) return;
    this.#ending = false;
    this.#socket.shutdown();
    this.#endHalf();
  }

  /** Under TLS, Bun keeps a socket that has written for long after the end of its peer. */
  #endHalf(): void {
    this.#openHalves--;
    if (this.#openHalves === 0) this.#socket?.end();
  }

  #attach(socket: BunSocket): void {
    this.#socket = socket;
    socket.data = this;
    socket.setNoDelay(true);
    if (this.#aborted) {
      socket.terminate();
      return;
    }
    if (!this.#reads) socket.pause();
    this.#sentSoon(this.#flush());
    this.#endIfWritten();
  }
}
