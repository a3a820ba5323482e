/**
 * What lies between a socket and its pipe: inputs go to the connection with the time, and a turn follows.
 *
 * An idle connection keeps one of these and a driver, and no closure: so many are held in little memory.
 *
 * @module
 */

import type { Sleeper } from './alarms.ts';
import type { Connection } from './connection.ts';
import { Driver, type Pipe, type Transport } from './driver.ts';
import type { ConnectionEvent } from './events.ts';
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

/** Of whom the events are. */
interface Owner {
  readonly connection: Connection;
}

export class SocketTransport<S extends Owner> implements Transport, Inputs, Sleeper, Turn {
  wakesAt = 0;
  place = -1;
  readonly #socket: S;
  readonly #onEvent: (event: ConnectionEvent, socket: S) => void;
  readonly #schedule: Schedule;
  readonly #driver: Driver<SocketTransport<S>>;
  readonly #pipe: Pipe;
  /** What comes once the code that runs has ended; in a turn, that turn. */
  #due: 'nothing' | 'flush' | 'turn' = 'nothing';
  /** What is thrown comes from the listener. */
  #listening = false;

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
      SocketTransport.#tell<S>,
    );
    this.#pipe = pipe(this);
  }

  static #tell<S extends Owner>(event: ConnectionEvent, its: SocketTransport<S>): void {
    its.#listening = true;
    its.#onEvent(event, its.#socket);
    its.#listening = false;
  }

  now(): number {
    return this.#schedule.now();
  }

  // What the pipe tells

  receive(chunk: Uint8Array): void {
    this.#socket.connection.receive(chunk, this.now());
    this.#heard();
  }

  receiveEnd(): void {
    this.#socket.connection.receiveEnd(this.now());
    this.#heard();
  }

  receiveError(cause: unknown): void {
    this.#socket.connection.receiveError(cause, this.now());
    this.#heard();
  }

  outputSent(bytes: number): void {
    if (this.#socket.connection.outputSent(bytes, this.now())) this.#heard();
  }

  wake(): void {
    this.#socket.connection.handleTimeout(this.now());
    this.#heard();
  }

  // What the driver asks for

  write(pieces: readonly Uint8Array[]): unknown {
    return this.#pipe.write(pieces);
  }

  end(): void {
    this.#pipe.end();
  }

  abort(reason: string): void {
    this.#pipe.abort(reason);
  }

  read(wanted: boolean): void {
    this.#pipe.read(wanted);
  }

  wakeAt(at: number | undefined): void {
    this.#schedule.wakeAt(this, at);
  }

  // Turns

  turn(): void {
    this.#take('turn');
  }

  turnSoon(): void {
    if (this.#due === 'nothing') this.#schedule.turnSoon(this);
    this.#due = 'turn';
  }

  /** After a message was sent. */
  flushSoon(): void {
    if (this.#due !== 'nothing') return;
    this.#due = 'flush';
    this.#schedule.turnSoon(this);
  }

  /** What `turnSoon` and `flushSoon` have announced. */
  takeTurn(): void {
    this.#take(this.#due === 'flush' ? 'flush' : 'turn');
  }

  #take(what: 'turn' | 'flush'): void {
    this.#due = 'turn';
    try {
      this.#driver[what]();
    } catch (error) {
      // The listener has had its event; what a pipe throws it would throw again.
      if (this.#listening) {
        this.#listening = false;
        this.#schedule.turnSoon(this);
      }
      throw error;
    } finally {
      this.#due = 'nothing';
    }
  }

  #heard(): void {
    try {
      this.turn();
    } catch (error) {
      this.#schedule.throwSoon(error);
    }
  }
}
