/**
 * What lies between a socket and its pipe: inputs go to the connection with the time, and a turn follows.
 *
 * An idle connection keeps one of these and a driver, and no closure: so many are held in little memory.
 *
 * @module
 */

import type { Connection, ConnectionEvent } from '../connection/index.ts';
import type { Sleeper } from './alarms.ts';
import { Backlog, FIRST_PORTION, MAX_PORTION } from './backlog.ts';
import { Driver, type Pipe, type Transport } from './driver.ts';
import { EVENT_WORK, type Resting } from './rounds.ts';
import type { Schedule, Turn } from './schedule.ts';

/**
 * What a pipe tells: each is the connection's input of that name, with the time and a turn behind it. What a
 * listener throws is thrown again once the code that runs has ended.
 */
export interface Inputs {
  receive(chunk: Uint8Array): void;
  receiveEnd(): void;
  receiveError(cause: unknown): void;
  outputSent(bytes: number): void;
}

/** The socket that the events are told to the listener with. */
interface Owner {
  readonly connection: Connection;
}

export class SocketTransport<S extends Owner> implements Transport, Inputs, Sleeper, Turn, Resting {
  wakesAt = 0;
  place = -1;
  /** It has had its budget, and goes on in a later round. */
  rests = false;
  readonly #socket: S;
  readonly #onEvent: (event: ConnectionEvent, socket: S) => void;
  readonly #schedule: Schedule;
  readonly #driver: Driver<SocketTransport<S>>;
  readonly #pipe: Pipe;
  /** What comes once the code that runs has ended; in a turn, that turn. */
  #due: 'nothing' | 'flush' | 'turn' = 'nothing';
  /** What is thrown comes from the listener. */
  #listening = false;
  /** There once it has rested, or had a chunk that is too long. */
  #backlog: Backlog | undefined;

  constructor(
    socket: S,
    pipe: (inputs: Inputs) => Pipe,
    onEvent: (event: ConnectionEvent, socket: S) => void,
    schedule: Schedule,
  ) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    this.#schedule = schedule;
    this.#driver = new Driver<SocketTransport<S>>(
      socket.connection,
      this,
      SocketTransport.#deliver<S>,
    );
    this.#pipe = pipe(this);
  }

  static #deliver<S extends Owner>(event: ConnectionEvent, its: SocketTransport<S>): void {
    its.#listening = true;
    its.#onEvent(event, its.#socket);
    its.#listening = false;
    const isMessage = event.type === 'message' || event.type === 'message-part';
    its.#spend(EVENT_WORK + (isMessage ? event.data.length : 0));
  }

  now(): number {
    return this.#schedule.now();
  }

  // What the pipe tells

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

  /** While something waits here no timeout is believed, nor afterwards before the socket was read once more. */
  wake(rang: number): void {
    const backlog = this.#backlog;
    const due = this.#socket.connection.nextTimeout()?.at;
    const isFirst = backlog?.since === 'resumed';
    if (isFirst) backlog.since = 'rung';
    if (backlog?.isOpen === true) return;
    // Sockets are read before it comes again.
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

  /** @param now - Up to when the socket was read. */
  #timeOut(now: number): void {
    if (this.#backlog !== undefined) this.#backlog.since = 'nothing';
    this.#schedule.rounds.begin();
    this.#socket.connection.handleTimeout(now);
    this.#turnAfterInput();
  }

  /** Tells the connection what time it is, and nothing else. */
  #tick(): void {
    this.#socket.connection.outputSent(0, this.now());
  }

  // Rests

  /** Counts what was done. After enough of it others come first: nothing is read, and what is there waits. */
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

  /** Whether much can come of little. */
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
    // What waits takes effect now, not when it came.
    this.#tick();
    this.#workOff(this.#open());
  }

  /** First the events that wait, then what came behind them. */
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

  // What the driver asks for

  write(pieces: readonly Uint8Array[]): unknown {
    // The clocks of an end run from here, however long the listener took.
    if (this.#socket.connection.readyState === 'closing') this.#tick();
    return this.#pipe.write(pieces);
  }

  end(): void {
    this.#pipe.end();
  }

  abort(reason: string): void {
    this.#pipe.abort(reason);
    // A turn that was broken off has not told the end.
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

  /** After a message was sent. */
  flushSoon(): void {
    if (this.#due !== 'nothing') return;
    this.#schedule.turnSoon(this);
    this.#due = 'flush';
  }

  /** What `turnSoon` and `flushSoon` have announced. */
  runTurn(): void {
    this.#drive(this.#due === 'flush' ? 'flush' : 'turn');
  }

  #drive(what: 'turn' | 'flush'): void {
    this.#due = 'turn';
    try {
      this.#driver[what]();
    } catch (error) {
      // The listener has had its event; what a pipe throws it would throw again.
      if (this.#listening) {
        this.#listening = false;
        this.#spend(EVENT_WORK);
        this.#schedule.turnSoon(this);
      }
      throw error;
    } finally {
      this.#due = 'nothing';
    }
  }

  /** The turn behind an input. What it throws is no concern of the pipe. */
  #turnAfterInput(): void {
    try {
      this.#drive('turn');
    } catch (error) {
      this.#schedule.throwSoon(error);
    }
  }
}
