/**
 * The loop between a connection and a transport, the same for every transport: all events, then all
 * output as one write, then the timer and the appetite for more.
 *
 * @module
 */

import type { Connection, ConnectionEvent } from '../connection/index.ts';
import { aListener, checkKind, type Kind, member } from '../options/index.ts';

/** Where the bytes of a connection go. None of it calls back before it returns. */
export interface Pipe {
  /**
   * Sends the bytes of all pieces in order, as one write where the transport can. Later, once they have
   * left, the transport calls `connection.outputSent` with their number, and `turn`.
   *
   * @returns `true` when they have all left at once: then the transport need not call. Anything else is a no.
   */
  write(pieces: readonly Uint8Array[]): unknown;
  /** Closes the sending half after what was written. */
  end(): void;
  /** Drops the connection at once. */
  abort(reason: string): void;
  /** Whether to go on reading. */
  read(wanted: boolean): void;
}

/** All that a transport does for a connection. */
export interface Transport extends Pipe {
  /** Calls `connection.handleTimeout` at that time, and `turn`; `undefined`: never. Replaces the last one. */
  wakeAt(at: number | undefined): void;
  /**
   * While it is true, turns take no events, only output: others come first. The transport stops reading then, and
   * calls `turn` once it is false again. May change with any event. Default: false.
   */
  readonly rests?: boolean;
}

/** A time that is over: the clock of the connection stays where it is. What leaves at once leaves when it was queued. */
export const LONG_AGO: number = -Number.MAX_VALUE;

const aConnection: Kind<Connection> = [
  'a ServerConnection or a ClientConnection',
  (value) => typeof member(value, 'nextEvent') === 'function',
];

const METHODS = ['write', 'end', 'abort', 'read', 'wakeAt'];

const aTransport: Kind<Transport> = [
  `an object with ${METHODS.join(', ')}`,
  (value) => METHODS.every((name) => typeof member(value, name) === 'function'),
];

/** Drives one connection over one transport. */
export class Driver<T extends Transport = Transport> {
  readonly #connection: Connection;
  readonly #transport: T;
  readonly #onEvent: (event: ConnectionEvent, transport: T) => void;
  #turning = false;
  /** Output that was taken and is not written: there if a turn was broken off between the two. */
  #pieces: Uint8Array[] | undefined;
  #writing = false;

  /**
   * @param onEvent - Gets every event, and the transport, so that one function does for many; may call the connection.
   * @throws TypeError for a connection, a transport or a listener that is none.
   */
  constructor(
    connection: Connection,
    transport: T,
    onEvent: (event: ConnectionEvent, transport: T) => void,
  ) {
    checkKind('connection', connection, aConnection);
    checkKind('transport', transport, aTransport);
    checkKind('onEvent', onEvent, aListener);
    this.#connection = connection;
    this.#transport = transport;
    this.#onEvent = onEvent;
  }

  /**
   * To be called after every input. Within a turn it does nothing: the turn that goes on takes all.
   *
   * @throws What `onEvent` throws, after the output has been taken; the next turn goes on with the next event.
   */
  turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    let isThrowing = true;
    try {
      do {
        for (let event; (event = this.#nextEvent()) !== undefined; )
          this.#onEvent(event, this.#transport);
      } while (this.#writeOutput());
      isThrowing = false;
    } finally {
      this.#turning = false;
      if (isThrowing) this.#writeOutput();
      this.#settle();
    }
  }

  /**
   * To be called instead of `turn` after `connection.send` alone: of many messages to many connections each costs less
   * so. It sends the output, and looks for no events and timeouts: a message that was sent makes none.
   *
   * @throws What the transport throws; and what `turn` throws, when the transport takes the output at once and that lets events come.
   */
  flush(): void {
    if (this.#turning) return;
    let goesOn = true;
    try {
      goesOn = this.#writeOutput();
    } finally {
      if (goesOn) this.turn();
    }
  }

  #nextEvent(): ConnectionEvent | undefined {
    return this.#transport.rests === true ? undefined : this.#connection.nextEvent();
  }

  /** @returns Whether the transport has taken bytes at once, and so there may be more to tell and to send. */
  #writeOutput(): boolean {
    const connection = this.#connection;
    let output = connection.nextOutput();
    for (; output?.type === 'write'; output = connection.nextOutput()) {
      if (this.#pieces === undefined) this.#pieces = [output.bytes];
      else this.#pieces.push(output.bytes);
    }
    const goesOn = this.#pieces !== undefined && this.#write(this.#pieces);
    if (output?.type === 'end') this.#transport.end();
    else if (output?.type === 'abort') this.#transport.abort(output.reason);
    // A send that drops the connection has an event to tell.
    return goesOn || output?.type === 'abort';
  }

  /** A write that throws may have written a part, and nobody knows which: nothing may follow it. */
  #write(pieces: readonly Uint8Array[]): boolean {
    const connection = this.#connection;
    if (this.#writing) {
      connection.receiveError(new Error('A write threw'), LONG_AGO);
      this.#transport.abort('a write threw');
      this.#pieces = undefined;
      return false;
    }
    this.#writing = true;
    const areSent = this.#transport.write(pieces) === true;
    this.#pieces = undefined;
    this.#writing = false;
    if (!areSent) return false;
    let bytes = 0;
    for (const { length } of pieces) bytes += length;
    return connection.outputSent(bytes, LONG_AGO);
  }

  #settle(): void {
    this.#transport.wakeAt(this.#connection.nextTimeout()?.at);
    this.#transport.read(this.#connection.wantsInput);
  }
}
