/**
 * The code between a socket and its pipe: the connection receives inputs with the time, and a turn follows.
 *
 * An idle connection keeps one of these objects and a driver, but no closure, so many connections need little memory.
 *
 * @module
 */

import type { Connection, ConnectionEvent, ServerConnection } from '../connection/index.ts';
import { CloseCode } from '../framing/index.ts';
import { member } from '../options/index.ts';
import type { Sleeper } from './alarms.ts';
import { Backlog, FIRST_PORTION, MAX_PORTION } from './backlog.ts';
import { Driver, type Pipe, type Transport } from './driver.ts';
import { EVENT_WORK, type Resting } from './rounds.ts';
import type { Schedule, Turn } from './schedule.ts';
import { Waits } from './waits.ts';

/**
 * The inputs that a pipe reports: each calls the connection's method of the same name with the time, and then a turn
 * follows.
 */
export interface Inputs {
  receive(chunk: Uint8Array): void;
  receiveEnd(): void;
  receiveError(cause: unknown): void;
  outputSent(bytes: number): void;
}

/** The socket that the listener receives with each event. */
interface Owner {
  readonly connection: Connection;
  pauseReceiving(): void;
  resumeReceiving(): void;
}

/** The listeners of a socket. */
export interface Listeners<S> {
  /** Its promise may reject. */
  readonly onEvent: (event: ConnectionEvent, socket: S) => unknown;
  /** Gets the errors of `onEvent`. Default: thrown once the current code has ended. */
  readonly onError: ((error: unknown, socket: S) => void) | undefined;
}

/** Drives one connection over one socket. */
export class SocketTransport<S extends Owner> implements Transport, Inputs, Sleeper, Turn, Resting {
  wakesAt = 0;
  place = -1;
  /** Whether it has used up its budget, and continues in a later round. */
  rests = false;
  readonly #socket: S;
  readonly #onEvent: Listeners<S>['onEvent'];
  readonly #onError: Listeners<S>['onError'];
  readonly #schedule: Schedule;
  readonly #driver: Driver<SocketTransport<S>>;
  readonly #pipe: Pipe;
  /** The call that is scheduled for the end of the current code; during a turn, the turn. */
  #due: 'nothing' | 'flush' | 'turn' = 'nothing';
  #waits: Waits | undefined;
  /** Made for the first rest, or for the first chunk that is longer than a portion. */
  #backlog: Backlog | undefined;

  constructor(
    socket: S,
    pipe: (inputs: Inputs) => Pipe,
    { onEvent, onError }: Listeners<S>,
    schedule: Schedule,
  ) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    this.#onError = onError;
    this.#schedule = schedule;
    this.#driver = new Driver<SocketTransport<S>>(
      socket.connection,
      this,
      SocketTransport.#deliver<S>,
    );
    this.#pipe = pipe(this);
  }

  static #deliver<S extends Owner>(event: ConnectionEvent, its: SocketTransport<S>): void {
    // The end is kept for those who ask for it later.
    if (event.type === 'close') its.waits.receive(event);
    else its.#waits?.receive(event);
    its.#listen(event);
    const isMessage = event.type === 'message' || event.type === 'message-part';
    its.#spend(EVENT_WORK + (isMessage ? event.data.length : 0));
  }

  /** An error of the listener is no error of the turn. */
  #listen(event: ConnectionEvent): void {
    try {
      const done = this.#onEvent(event, this.#socket);
      if (done !== undefined && typeof member(done, 'then') === 'function')
        (done as Promise<unknown>).then(undefined, (error: unknown) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * The application has failed: a request that waits is answered with 500, an open connection is closed with 1011, and
   * nothing else is harmed.
   */
  #fail(error: unknown): void {
    const { connection } = this.#socket;
    try {
      if (connection.readyState === 'connecting' && 'reject' in connection)
        (connection as ServerConnection).reject({ status: 500 }, this.now());
      else connection.fail(codeFor(connection, CloseCode.internalError), undefined, this.now());
      this.turnSoon();
    } finally {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    if (this.#onError === undefined) this.#schedule.throwSoon(error);
    else
      try {
        this.#onError(error, this.#socket);
      } catch (again) {
        this.#schedule.throwSoon(again);
      }
  }

  get waits(): Waits {
    return (this.#waits ??= new Waits(this.#socket));
  }

  get remoteAddress(): string | undefined {
    return this.#pipe.remoteAddress;
  }

  now(): number {
    return this.#schedule.now();
  }

  // Inputs from the pipe

  receive(chunk: Uint8Array): void {
    const backlog = this.#backlog;
    if (backlog?.isOpen === true) backlog.add(chunk);
    else if (chunk.length > FIRST_PORTION && chunk.length > this.#portion)
      this.#receiveInPortions(chunk);
    else {
      const now = this.now();
      this.#schedule.rounds.begin(now, this);
      this.#socket.connection.receive(chunk, now);
      this.#turnAfterInput();
      this.#spend(chunk.length);
      if (this.rests) this.#turnAfterInput();
    }
  }

  receiveEnd(): void {
    if (this.#backlog?.isOpen === true) this.#backlog.add(() => this.#receiveEnd());
    else this.#receiveEnd();
  }

  receiveError(cause: unknown): void {
    if (this.#backlog?.isOpen === true) this.#backlog.add(() => this.#receiveError(cause));
    else this.#receiveError(cause);
  }

  outputSent(bytes: number): void {
    if (!this.#socket.connection.outputSent(bytes, this.now())) return;
    this.#schedule.rounds.begin();
    this.#turnAfterInput();
  }

  /** While input waits here, no timeout counts, and afterwards only once the socket was read again. */
  wake(rang: number): void {
    const backlog = this.#backlog;
    const due = this.#socket.connection.nextTimeout()?.at;
    const isFirst = backlog?.since === 'resumed';
    if (isFirst) backlog.since = 'rung';
    if (backlog?.isOpen === true) return;
    // Sockets are read before the timer fires again.
    if (isFirst) this.wakeAt(this.now() + 1);
    else if (due !== undefined && due <= rang) this.#timeOut(rang);
    else this.#turnAfterInput();
  }

  #receiveEnd(): void {
    this.#socket.connection.receiveEnd(this.now());
    this.#turnAfterInput();
  }

  #receiveError(cause: unknown): void {
    this.#socket.connection.receiveError(cause, this.now());
    this.#turnAfterInput();
  }

  /** @param now - The time up to which the socket was read. */
  #timeOut(now: number): void {
    if (this.#backlog !== undefined) this.#backlog.since = 'nothing';
    this.#schedule.rounds.begin();
    this.#socket.connection.handleTimeout(now);
    this.#turnAfterInput();
  }

  /** Sets the clock of the connection, and nothing else. */
  #tick(): void {
    this.#socket.connection.outputSent(0, this.now());
  }

  // Rests

  /** Counts work. Once the budget is used up, other sockets come first: reading stops, and events and input wait. */
  #spend(work: number): void {
    if (this.#schedule.rounds.spend(work)) this.#rest();
  }

  #rest(): void {
    if (this.rests) return;
    this.#schedule.rounds.rest(this);
    this.rests = true;
    const backlog = this.#open();
    if (this.#isTransformed) backlog.shrink();
  }

  /** Whether little input can expand to much: when an extension is in use. */
  get #isTransformed(): boolean {
    return this.#socket.connection.extensions !== '';
  }

  get #portion(): number {
    return this.#backlog?.portion ?? (this.#isTransformed ? FIRST_PORTION : MAX_PORTION);
  }

  #open(): Backlog {
    const backlog = (this.#backlog ??= new Backlog(this.#portion));
    backlog.isOpen = true;
    return backlog;
  }

  #receiveInPortions(chunk: Uint8Array): void {
    this.#schedule.rounds.begin(this.now(), this);
    this.#open().add(chunk);
    this.goOn();
  }

  goOn(): void {
    this.rests = false;
    // Waiting input takes effect now, not at the time at which it was received.
    this.#tick();
    this.#workOff(this.#open());
  }

  /** Delivers the waiting events first, then the inputs after them. */
  #workOff(backlog: Backlog): void {
    this.#turnAfterInput();
    for (let input; !this.rests && (input = backlog.take()) !== undefined; ) {
      if (typeof input === 'function') input();
      else {
        this.#socket.connection.receive(input, this.now());
        this.#turnAfterInput();
      }
      if (this.#schedule.rounds.isOver()) this.#rest();
      else backlog.grow();
    }
    if (this.rests) return;
    backlog.isOpen = false;
    if (backlog.since === 'rung') this.#timeOut(this.now());
    else {
      backlog.since = 'resumed';
      this.#turnAfterInput();
    }
  }

  // Calls of the driver

  write(pieces: readonly Uint8Array[]): unknown {
    // The timeouts of the end run from now, however long the listener took.
    if (this.#socket.connection.readyState === 'closing') this.#tick();
    return this.#pipe.write(pieces);
  }

  end(): void {
    this.#pipe.end();
  }

  abort(reason: string): void {
    this.#pipe.abort(reason);
    // A turn that was interrupted has not delivered the `close` event.
    this.#schedule.turnSoon(this);
  }

  read(wanted: boolean): void {
    this.#pipe.read(wanted && this.#backlog?.isOpen !== true);
  }

  wakeAt(at: number | undefined): void {
    this.#schedule.wakeAt(this, at);
  }

  // Turns

  turn(): void {
    this.#schedule.rounds.begin();
    this.#drive('turn');
  }

  turnSoon(): void {
    if (this.#due === 'nothing') this.#schedule.turnSoon(this);
    this.#due = 'turn';
  }

  /** Schedules a flush, after a message was sent. */
  flushSoon(): void {
    if (this.#due !== 'nothing') return;
    this.#schedule.turnSoon(this);
    this.#due = 'flush';
  }

  /** Runs the call that `turnSoon` or `flushSoon` has scheduled. */
  runTurn(): void {
    this.#drive(this.#due === 'flush' ? 'flush' : 'turn');
  }

  #drive(what: 'turn' | 'flush'): void {
    this.#due = 'turn';
    try {
      this.#driver[what]();
    } finally {
      this.#due = 'nothing';
    }
  }

  /** The turn after an input. An error in it is not thrown to the pipe. */
  #turnAfterInput(): void {
    try {
      this.#drive('turn');
    } catch (error) {
      this.#schedule.throwSoon(error);
    }
  }
}

/** @returns The code; `undefined` for versions with a name instead of a number, which have no close codes. */
export function codeFor({ version }: Connection, code: number): number | undefined {
  return typeof version === 'string' ? undefined : code;
}
