/**
 * What a connection needs of a socket of Bun: bytes, ends and errors in, bytes out, a timer.
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
 * @param socket - Opened a moment ago with `socketHandlers`, or the promise of one. It is the connection's from here on.
 * @param onEvent - Not called before the function has returned.
 * @throws TypeError for a connection, a socket or a listener that is none.
 */
export function openSocket<C extends Connection, Stream extends BunSocket | Promise<BunSocket>>(
  connection: C,
  socket: Stream,
  onEvent: OnEvent<Stream, C>,
): Socket<C, Stream> {
  checkKind('socket', socket, aSocketOrPromise);
  return new CoreSocket(
    connection,
    socket,
    (inputs) => new BunPipe(socket, inputs),
    onEvent,
    schedule,
  );
}

const schedule = new Schedule({
  now: () => performance.now(),
  soon: queueMicrotask,
  later(task, ms) {
    // The sockets hold the process, the timer alone does not.
    const timer = setTimeout(task, ms).unref();
    return () => clearTimeout(timer);
  },
  afterReading: afterImmediates(setImmediate, false),
});

/** For `Bun.listen` and `Bun.connect`, with `allowHalfOpen`: they tell what happens to any socket, and each has its pipe. */
export const socketHandlers: SocketHandlers = {
  open: () => undefined,
  handshake(socket, success, error) {
    if (!success) pipeOf(socket)?.inputs.receiveError(error);
  },
  data: (socket, chunk) => pipeOf(socket)?.inputs.receive(chunk),
  drain: (socket) => pipeOf(socket)?.drain(),
  end: (socket) => pipeOf(socket)?.hearEnd(),
  error: (socket, error) => pipeOf(socket)?.inputs.receiveError(error),
  close(socket, error) {
    const inputs = pipeOf(socket)?.inputs;
    // When our half was closed before, Bun does not tell that the peer closes its own.
    if (error === undefined) inputs?.receiveEnd();
    inputs?.receiveError(error);
  },
};

function pipeOf({ data }: BunSocket): BunPipe | undefined {
  return data instanceof BunPipe ? data : undefined;
}

/** What a promise has brought nobody has checked before. */
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
  /** Of the peer and of us. */
  #openHalves = 2;

  constructor(socket: BunSocket | Promise<BunSocket>, inputs: Inputs) {
    this.inputs = inputs;
    const lose = (cause: unknown): void => inputs.receiveError(cause);
    if ('then' in socket) socket.then(checked).then((open) => this.#attach(open), lose);
    else this.#attach(socket);
  }

  /** What the socket does not take waits: then Bun tells when it does. */
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

  hearEnd(): void {
    this.inputs.receiveEnd();
    this.#endHalf();
  }

  /**
   * What the system has taken still arrives at a peer that reads. While more waits here, the peer does not take it: then
   * a reset lets the system forget all of it.
   */
  abort(): void {
    this.#aborted = true;
    if (this.#isWaiting) this.#socket?.terminate();
    else this.#socket?.end();
  }

  read(wanted: boolean): void {
    if (wanted !== this.#reads) this.#socket?.[wanted ? 'resume' : 'pause']();
    this.#reads = wanted;
  }

  get #isWaiting(): boolean {
    return this.#queue.head !== undefined;
  }

  #flush(): number {
    const socket = this.#socket;
    return socket === undefined ? 0 : this.#queue.flush((head) => Math.max(0, socket.write(head)));
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

  /** Under TLS, Bun keeps a socket that has written long behind the end of its peer. */
  #endHalf(): void {
    this.#openHalves--;
    if (this.#openHalves === 0) this.#socket?.end();
  }

  #attach(socket: BunSocket): void {
    this.#socket = socket;
    socket.data = this;
    socket.setNoDelay(true);
    if (this.#aborted) socket.terminate();
    else if (!this.#reads) socket.pause();
    this.#sentSoon(this.#flush());
    this.#endIfWritten();
  }
}
