/**
 * The loop between a connection and a transport, the same for every transport: delivers all events, writes all
 * output at once, then sets the timer and whether to read on.
 *
 * @module
 */

import type { Connection, ConnectionEvent } from '../connection/index.ts';
import { aListener, checkKind, type Kind, member } from '../options/index.ts';

/** The destination of a connection's bytes. No method calls back before it returns. */
export interface Pipe {
  /** The address of the other end, where the transport has one and knows it. */
  readonly remoteAddress?: string | undefined;
  /**
   * Sends the bytes of all pieces in order, as one write where the transport can. Once they are
   * sent, the transport calls `connection.outputSent` with their number, and then `turn`.
   *
   * @returns `true` when all bytes were sent at once: then the transport need not call. Any other value means no.
   */
  write(pieces: readonly Uint8Array[]): unknown;
  /** Closes the sending half after the bytes written so far. */
  end(): void;
  /** Drops the connection at once. */
  abort(reason: string): void;
  /** Starts or stops reading. */
  read(wanted: boolean): void;
}

/** The transport of a connection: a pipe, and a timer. */
export interface Transport extends Pipe {
  /** Calls `connection.handleTimeout` at that time, and `turn`; `undefined`: never. Replaces the last one. */
  wakeAt(at: number | undefined): void;
  /**
   * While it is true, turns deliver no events and only write output, so that other sockets come first. The transport
   * stops reading then, and calls `turn` once it is false again. May change with any event. Default: false.
   */
  readonly rests?: boolean;
}

/** A time in the past, which leaves the clock of the connection as it is: output sent at once is sent when queued. */
export const LONG_AGO: number = -Number.MAX_VALUE;

/** Either role. */
export const aConnection: Kind<Connection> = [
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
  /** Output that was read and is not written: set after a turn that was interrupted between the two. */
  #pieces: Uint8Array[] | undefined;
  #writing = false;

  /**
   * @param onEvent - Receives every event and the transport, so one function serves many; may call the connection.
   * @throws TypeError for an invalid connection, transport or listener.
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
   * Delivers events and writes output. Call it after every input. Within a turn it does nothing: the current turn
   * continues until nothing is left.
   *
   * @throws The error of `onEvent`, after the output is written; the next turn continues with the next event.
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
   * Writes output only. Call it instead of `turn` after `connection.send` alone: it costs less for many messages to many
   * connections. It does not look for events and timeouts, since sending a message makes none.
   *
   * @throws The errors of the transport; and those of `turn`, if the transport sends the output at once and events
   *   follow from that.
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

  /** @returns Whether there may be more events and output, because the transport has sent bytes at once. */
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
    // A send that drops the connection has an event to deliver.
    return goesOn || output?.type === 'abort';
  }

  /** A write that throws may have written an unknown part, so nothing may be written after it. */
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
