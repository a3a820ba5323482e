/**
 * A relay with the two streams that it runs over: what one stream brings is moved to the other, the same in every
 * runtime.
 *
 * @module
 */

import type { Connection } from '../connection/index.ts';
import type { Rejection, UrlLike } from '../handshake/index.ts';
import { aListener, checkKind } from '../options/index.ts';
import type { Relay, RelayEvent, RelayTarget } from '../relay/index.ts';
import type { Sleeper } from './alarms.ts';
import { Driver, type Pipe, type Transport } from './driver.ts';
import type { Schedule, Turn } from './schedule.ts';
import type { Inputs } from './socket-transport.ts';

/**
 * Receives the events of a relay. An error that it throws is not caught, as in any listener; the events after it are
 * still delivered.
 */
export type OnRelayEvent<Stream = unknown> = (
  told: RelayEvent,
  socket: RelaySocket<Stream>,
) => void;

/** Makes the pipe that moves the bytes of a stream and reports its inputs. */
type MakePipe<Stream> = (stream: Stream, inputs: Inputs) => Pipe;

/** Drives a relay over two streams, and has the calls of an application, without the time. */
export class RelaySocket<Stream = unknown> implements Turn {
  /** The relay, for its two connections; after a call of one of them, call `turn`. */
  readonly relay: Relay;
  /** The stream of the client. */
  readonly stream: Stream;
  readonly #makePipe: MakePipe<Stream>;
  readonly #onEvent: OnRelayEvent<Stream>;
  readonly #schedule: Schedule;
  readonly #client: Side;
  #server: Side | undefined;
  #isTurning = false;
  #isDue = false;

  /**
   * @param relay - A relay that has received nothing yet.
   * @param stream - The stream of the client, from which nothing has been read. It belongs to the socket from now on.
   * @param onEvent - Not called before the constructor has returned.
   * @param schedule - The same for all sockets of a runtime.
   */
  constructor(
    relay: Relay,
    stream: Stream,
    pipe: MakePipe<Stream>,
    onEvent: OnRelayEvent<Stream>,
    schedule: Schedule,
  ) {
    checkKind('onEvent', onEvent, aListener);
    this.relay = relay;
    this.stream = stream;
    this.#makePipe = pipe;
    this.#onEvent = onEvent;
    this.#schedule = schedule;
    this.#client = new Side(relay.client, (inputs) => pipe(stream, inputs), schedule, this);
    this.turnSoon();
  }

  /**
   * Connects to a server for the request of the client.
   *
   * @param stream - A stream to the server that nobody else uses; it may still be connecting.
   * @throws As `connect` of the relay.
   */
  connect(url: UrlLike, options: RelayTarget, stream: Stream): void {
    this.turnSoon();
    const server = this.relay.connect(url, options, this.#schedule.now());
    this.#server?.drop();
    const makePipe = this.#makePipe;
    this.#server = new Side(server, (inputs) => makePipe(stream, inputs), this.#schedule, this);
  }

  /** Refuses the request of the client. @throws As `reject` of its connection. */
  reject(rejection: Rejection): void {
    this.turnSoon();
    this.relay.client.reject(rejection, this.#schedule.now());
  }

  /** Starts the closing handshake on both sides. */
  close(code?: number, reason?: string): void {
    this.turnSoon();
    const now = this.#schedule.now();
    this.relay.client.close(code, reason, now);
    this.relay.server?.close(code, reason, now);
  }

  /** Schedules a turn for once the current code has ended. */
  turnSoon(): void {
    if (!this.#isDue) this.#schedule.turnSoon(this);
    this.#isDue = true;
  }

  runTurn(): void {
    this.#isDue = false;
    this.turn();
  }

  /** Delivers all events and moves all output of both sides, until nothing is left. */
  turn(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    let isThrowing = true;
    try {
      do for (let told; (told = this.relay.nextEvent()) !== undefined; ) this.#onEvent(told, this);
      while (this.#move());
      isThrowing = false;
    } finally {
      this.#isTurning = false;
      if (isThrowing) {
        this.turnSoon();
        this.#move();
      }
    }
  }

  /** The turn after an input. An error in it is not thrown to the stream. */
  turnAfterInput(): void {
    try {
      this.turn();
    } catch (error) {
      this.#schedule.throwSoon(error);
    }
  }

  /** @returns Whether there may be more to do. */
  #move(): boolean {
    const hasMoved = this.#client.move();
    return this.#server?.move() === true || hasMoved;
  }
}

/** One connection of a relay with its pipe. The driver writes only: the relay reads the events. */
class Side implements Transport, Inputs, Sleeper {
  wakesAt = 0;
  place = -1;
  readonly rests = true;
  readonly #connection: Connection;
  readonly #schedule: Schedule;
  readonly #owner: Pick<RelaySocket, 'turnAfterInput'>;
  readonly #driver: Driver;
  readonly #pipe: Pipe;
  #hasMoved = false;

  constructor(
    connection: Connection,
    pipe: (inputs: Inputs) => Pipe,
    schedule: Schedule,
    owner: Pick<RelaySocket, 'turnAfterInput'>,
  ) {
    this.#connection = connection;
    this.#schedule = schedule;
    this.#owner = owner;
    this.#driver = new Driver<Transport>(connection, this, () => undefined);
    this.#pipe = pipe(this);
  }

  /** Another server answers instead. */
  drop(): void {
    this.#pipe.abort('another server is asked');
    this.wakeAt(undefined);
  }

  /** Writes all output. @returns Whether the other side may have more room now. */
  move(): boolean {
    this.#hasMoved = false;
    this.#driver.turn();
    return this.#hasMoved;
  }

  receive(chunk: Uint8Array): void {
    this.#connection.receive(chunk, this.#schedule.now());
    this.#owner.turnAfterInput();
  }

  receiveEnd(): void {
    this.#connection.receiveEnd(this.#schedule.now());
    this.#owner.turnAfterInput();
  }

  receiveError(cause: unknown): void {
    this.#connection.receiveError(cause, this.#schedule.now());
    this.#owner.turnAfterInput();
  }

  outputSent(bytes: number): void {
    this.#connection.outputSent(bytes, this.#schedule.now());
    this.#owner.turnAfterInput();
  }

  wake(rang: number): void {
    this.#connection.handleTimeout(rang);
    this.#owner.turnAfterInput();
  }

  write(pieces: readonly Uint8Array[]): unknown {
    const areSent = this.#pipe.write(pieces);
    this.#hasMoved ||= areSent === true;
    return areSent;
  }

  end(): void {
    this.#pipe.end();
  }

  abort(reason: string): void {
    this.#hasMoved = true;
    this.#pipe.abort(reason);
  }

  read(wanted: boolean): void {
    this.#pipe.read(wanted);
  }

  wakeAt(at: number | undefined): void {
    this.#schedule.wakeAt(this, at);
  }
}
