/**
 * A connection of core with a clock, and with the output that was taken from it and not yet handed on.
 *
 * @module
 */

import {
  type Connection,
  type ConnectionEvent,
  ServerConnection,
  type Snapshot,
  StateError,
} from 'sansocket';
import { decodeUtf8 } from 'sansocket/bytes';
import { concat } from '../wire/index.ts';
import { copyOf } from './plain-data.ts';
import type { Poll, SubjectOutput } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';

/** Restores a connection from a snapshot at a time. */
export type Restore = (snapshot: Snapshot, now: number) => Connection;

/** The difference of the clock that a moved connection gets, in milliseconds. */
const CLOCKS_DIFFER = 1_000_003;

/** Drives one connection, and those restored from its snapshots. */
export class DrivenConnection {
  readonly #restore: Restore;
  #connection: Connection;
  /** In milliseconds. */
  now = 0;
  /** The latest time given to the connection. */
  #told = 0;
  /** The difference between the connection's clock and this one. */
  #ahead = 0;
  /** Bytes received before the first one that counts. */
  #base = 0;
  readonly #events: SubjectEvent[] = [];
  #pieces: Uint8Array[] = [];
  #endings: ('end' | 'abort')[] = [];
  #uncredited = 0;

  constructor(connection: Connection, restore: Restore) {
    this.#connection = connection;
    this.#restore = restore;
  }

  /** The current connection. */
  get connection(): Connection {
    return this.#connection;
  }

  /** Calls the connection at the current time. A call that throws may not have delivered the time. */
  at<Result>(act: (connection: Connection, now: number) => Result): Result {
    const result = act(this.#connection, this.now + this.#ahead);
    this.#told = Math.max(this.#told, this.now);
    return result;
  }

  /** Restores the connection from a snapshot, on another clock. @returns Whether a snapshot is possible. */
  moved(change: (data: unknown) => unknown = copyOf): boolean {
    let snapshot: Snapshot;
    try {
      snapshot = this.#connection.snapshot();
    } catch (error) {
      if (error instanceof StateError) return false;
      throw error;
    }
    const ahead = this.#ahead + CLOCKS_DIFFER;
    this.#connection = this.#restore(change(copyOf(snapshot)) as Snapshot, this.#told + ahead);
    this.#ahead = ahead;
    return true;
  }

  /** Does the opening handshake; drops its events and output. */
  open(head: Uint8Array): void {
    this.at((connection, now) => connection.receive(head, now));
    this.takeEvents(({ type }) => {
      if (type === 'handshake-request') this.accept();
    });
    this.credit();
    this.takeOutput();
    this.#base = head.length;
  }

  /** Server: accepts the request. */
  accept(): void {
    this.at((connection, now) => {
      if (connection instanceof ServerConnection) connection.accept({}, now);
    });
  }

  /** Server: rejects the request. */
  reject(): void {
    this.at((connection, now) => {
      if (connection instanceof ServerConnection) connection.reject({ status: 403 }, now);
    });
  }

  /** Gives all waiting events, those already looked at first. */
  takeEvents(take: (event: SubjectEvent) => void): void {
    do {
      for (let event; (event = this.#events.shift()) !== undefined; ) take(event);
    } while (this.#pullEvent());
  }

  /** Gives all waiting output. */
  takeOutput(): SubjectOutput {
    while (this.#pullOutput());
    if (this.#pieces.length === 0 && this.#endings.length === 0) return NO_OUTPUT;
    const pieces = this.#pieces;
    const output = { bytes: concat(...pieces), pieces, endings: this.#endings };
    this.#pieces = [];
    this.#endings = [];
    return output;
  }

  /** Reports that the transport has sent everything. */
  credit(): void {
    while (this.#pullOutput());
    const bytes = this.#uncredited;
    this.#uncredited = 0;
    this.at((connection, now) => connection.outputSent(bytes, now));
  }

  /** Reports that some of the bytes taken have left. @returns Whether this may have an effect. */
  sent(bytes: number): boolean {
    this.#uncredited -= bytes;
    return this.at((connection, now) => connection.outputSent(bytes, now));
  }

  /** Looks at one event or one piece of output. */
  poll(what: Poll): void {
    if (what === 'event') this.#pullEvent();
    if (what === 'output') this.#pullOutput();
    if (what === 'timeout') this.connection.nextTimeout();
    if (what === 'state') this.state();
  }

  /** The visible state of the connection. */
  state(): Readonly<Record<string, unknown>> {
    const { readyState, bufferedAmount, wantsInput, latency, subprotocol, extensions, stats } =
      this.connection;
    // How long it has been open follows the clock, which an early timeout moves on. At which byte a compressed message is
    // wrong depends on the chunks.
    const unclear = stats.violations > 0 && extensions !== '';
    const noBytes = { payloadBytesReceived: 0, messageBytesReceived: 0 };
    const counts = { ...stats, openMs: 0, ...(unclear && noBytes) };
    return { readyState, bufferedAmount, wantsInput, latency, subprotocol, extensions, counts };
  }

  /** Lets time go by. */
  wait(ms: number): void {
    this.now += ms;
    this.at((connection, now) => connection.handleTimeout(now));
  }

  /** Milliseconds to the next deadline. */
  nextTimeout(): number | undefined {
    const deadline = this.connection.nextTimeout();
    return deadline === undefined ? undefined : deadline.at - this.#ahead - this.now;
  }

  #pullEvent(): boolean {
    const event = this.connection.nextEvent();
    if (event === undefined) return false;
    this.#events.push(translated(withoutKey(event), this.#base));
    return true;
  }

  #pullOutput(): boolean {
    const output = this.connection.nextOutput();
    if (output === undefined) return false;
    if (output.type !== 'write') this.#endings.push(output.type);
    else {
      this.#pieces.push(output.bytes);
      this.#uncredited += output.bytes.length;
    }
    return true;
  }
}

const NO_OUTPUT: SubjectOutput = { bytes: new Uint8Array(0), endings: [] };

/** The event in the subject's form: offsets counted from the start of the law's bytes, text as a string. */
function translated(event: ConnectionEvent, base: number): SubjectEvent {
  if (event.type === 'message' || event.type === 'message-part') return withText(event);
  if (!('offset' in event)) return event;
  const told = { ...event, offset: event.offset - base };
  return told;
}

function withText<E extends { readonly kind: string; readonly data: string | Uint8Array }>(
  event: E,
): E {
  const { kind, data } = event;
  return kind === 'text' && typeof data !== 'string' ? { ...event, data: decodeUtf8(data) } : event;
}

/** The masking keys of a client's own frames are drawn anew behind a snapshot; the output has them, too. */
function withoutKey(event: ConnectionEvent): ConnectionEvent {
  if (event.type !== 'frame' || event.direction === 'received') return event;
  return { ...event, header: { ...event.header, maskingKey: undefined } };
}
