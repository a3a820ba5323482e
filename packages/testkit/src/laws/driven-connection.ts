/**
 * A connection of core with a clock, and with what was taken from it and not handed on.
 *
 * @module
 */

import { type Connection, type ConnectionEvent, ServerConnection } from 'sansocket';
import { decodeUtf8 } from 'sansocket/bytes';
import { concat } from '../wire/index.ts';
import type { Poll, SubjectOutput } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';

/** Drives one connection. */
export class DrivenConnection {
  readonly connection: Connection;
  /** In milliseconds. */
  now = 0;
  /** Bytes received before the first that counts. */
  #base = 0;
  readonly #events: SubjectEvent[] = [];
  #pieces: Uint8Array[] = [];
  #endings: ('end' | 'abort')[] = [];
  #uncredited = 0;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Goes through the opening handshake; its events and output are dropped. */
  open(head: Uint8Array): void {
    this.connection.receive(head, this.now);
    this.takeEvents(({ type }) => {
      if (type === 'handshake-request') this.accept();
    });
    this.credit();
    this.takeOutput();
    this.#base = head.length;
  }

  /** Server: says yes. */
  accept(): void {
    if (this.connection instanceof ServerConnection) this.connection.accept({}, this.now);
  }

  /** Server: says no. */
  reject(): void {
    if (this.connection instanceof ServerConnection) {
      this.connection.reject({ status: 403 }, this.now);
    }
  }

  /** Gives all events that there are, those looked at before first. */
  takeEvents(take: (event: SubjectEvent) => void): void {
    do {
      for (let event; (event = this.#events.shift()) !== undefined; ) take(event);
    } while (this.#pullEvent());
  }

  /** Gives all output that there is. */
  takeOutput(): SubjectOutput {
    while (this.#pullOutput());
    if (this.#pieces.length === 0 && this.#endings.length === 0) return NO_OUTPUT;
    const output = { bytes: concat(...this.#pieces), endings: this.#endings };
    this.#pieces = [];
    this.#endings = [];
    return output;
  }

  /** The transport has sent all. */
  credit(): void {
    while (this.#pullOutput());
    this.connection.outputSent(this.#uncredited, this.now);
    this.#uncredited = 0;
  }

  /** Some bytes have left of those that were taken. @returns Whether anything may come of it. */
  sent(bytes: number): boolean {
    this.#uncredited -= bytes;
    return this.connection.outputSent(bytes, this.now);
  }

  /** Looks at one thing. */
  poll(what: Poll): void {
    if (what === 'event') this.#pullEvent();
    if (what === 'output') this.#pullOutput();
    if (what === 'timeout') this.connection.nextTimeout();
    if (what === 'state') this.state();
  }

  /** What the connection shows. */
  state(): Readonly<Record<string, unknown>> {
    const { readyState, bufferedAmount, wantsInput, latency, subprotocol, extensions } =
      this.connection;
    return { readyState, bufferedAmount, wantsInput, latency, subprotocol, extensions };
  }

  /** Lets time go by. */
  wait(ms: number): void {
    this.now += ms;
    this.connection.handleTimeout(this.now);
  }

  /** Milliseconds to what is due next. */
  nextTimeout(): number | undefined {
    const deadline = this.connection.nextTimeout();
    return deadline === undefined ? undefined : deadline.at - this.now;
  }

  #pullEvent(): boolean {
    const event = this.connection.nextEvent();
    if (event === undefined) return false;
    this.#events.push(translated(event, this.#base));
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

/** The event in the subject's words: offsets counted from there, text as a string. */
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
