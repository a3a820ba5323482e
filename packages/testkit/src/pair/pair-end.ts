/**
 * One end of a pair: a connection and its application, driven by inputs as data, with everything that both have sent
 * and received.
 *
 * @module
 */

import type { Connection, ConnectionEvent, Output, Role, TimeoutReason } from 'sansocket';
import { concat } from '../wire/index.ts';
import type { Tail } from './link.ts';
import { isMisuse, makeCall } from './make-call.ts';
import type { ApplicationCall } from './step.ts';

/** The inputs of the transport to an end. */
export type TransportInput =
  | { readonly type: 'receive'; readonly bytes: Uint8Array }
  | { readonly type: 'end' }
  | { readonly type: 'reset'; readonly cause: string }
  /** Bytes that were written have left. */
  | { readonly type: 'credit'; readonly bytes: number };

/** The inputs to an end. */
export type EndInput =
  | TransportInput
  /** The next timeout has come; the clock of this end goes on to it. */
  | { readonly type: 'wake' }
  /** The application takes events, at most so many. Default: all. */
  | { readonly type: 'take'; readonly events?: number | undefined }
  | { readonly type: 'call'; readonly call: ApplicationCall };

/** A change of a connection, or one of its events. Bytes are kept elsewhere. */
export type HistoryItem =
  | { readonly type: 'event'; readonly event: ConnectionEvent }
  | { readonly type: 'call'; readonly call: ApplicationCall }
  | { readonly type: 'timeout'; readonly reason: TimeoutReason };

/** A message that the application has sent, all its parts together. */
export interface SentMessage {
  readonly kind: 'text' | 'binary';
  readonly data: string | Uint8Array;
}

/** The reaction of an application to an event: it may `call`. */
export type Reaction = (end: PairEnd, event: ConnectionEvent) => void;

/** A connection with its application. */
export class PairEnd {
  readonly connection: Connection;
  /** The clock of this end, in milliseconds. */
  now = 0;
  /** Every event taken, in order. */
  readonly events: ConnectionEvent[] = [];
  /** Events, calls that were not refused, and timeouts, in order. */
  readonly history: HistoryItem[] = [];
  /** The errors of calls that the connection refused. */
  readonly refusals: string[] = [];
  /** Messages that the application has sent to their end. */
  readonly sent: SentMessage[] = [];
  /** The bytes written to the wire. */
  readonly written: Uint8Array[] = [];
  /** The number of these bytes that were reported as sent. */
  credited = 0;
  /** Chunks given to the connection. */
  readonly received: Uint8Array[] = [];
  /** How the stream from the peer has ended, as far as it was reported to the connection. */
  streamEnd: Tail = 'none';
  /** The transport has gone: it neither delivers nor takes bytes. */
  isCut = false;
  /** Whether there were inputs since the last time without an event to take. */
  mayHaveEvents = true;
  readonly #creditsAtOnce: boolean;
  readonly #react: Reaction;
  /** Parts of a message that is being sent. */
  #parts: (string | Uint8Array)[] = [];

  /**
   * @param creditsAtOnce - Whether written bytes count as sent at once, without a separate input.
   * @param react - The application's reaction to events.
   */
  constructor(connection: Connection, creditsAtOnce: boolean, react: Reaction) {
    this.connection = connection;
    this.#creditsAtOnce = creditsAtOnce;
    this.#react = react;
  }

  get role(): Role {
    return this.connection.role;
  }

  /** Whether the last event has been taken. */
  get isClosed(): boolean {
    return this.events.at(-1)?.type === 'close';
  }

  /** Milliseconds to the next timeout; `undefined` when none is armed. */
  get dueIn(): number | undefined {
    const next = this.connection.nextTimeout();
    return next === undefined ? undefined : Math.max(0, next.at - this.now);
  }

  /**
   * Takes an input.
   *
   * @returns The actions for the transport, in order; `undefined` when the connection refused a call.
   * @throws Error when a timeout stays due after it was handled: time would stand still.
   */
  perform(input: EndInput): readonly Output[] | undefined {
    switch (input.type) {
      case 'take':
        this.#take(input.events ?? Infinity);
        break;
      case 'call':
        if (!this.call(input.call)) return undefined;
        break;
      case 'wake':
        this.#wake();
        break;
      default:
        if (!this.isCut) this.#hear(input);
    }
    return this.output();
  }

  /**
   * Makes a call of the application. Its output waits for the end of the input in progress.
   *
   * @returns Whether the connection accepted it. Misuse is recorded, not thrown.
   */
  call(call: ApplicationCall): boolean {
    try {
      const status = makeCall(this.connection, call, this.now);
      if (call.type === 'send' && status !== 'closing') this.#remember(call.data, call.fin ?? true);
    } catch (error) {
      if (!isMisuse(error)) throw error;
      this.refusals.push(String(error));
      return false;
    }
    this.history.push({ type: 'call', call });
    this.mayHaveEvents = true;
    return true;
  }

  /** Takes the output. Output after the transport has gone is dropped. */
  output(): readonly Output[] {
    const outputs: Output[] = [];
    for (let output; (output = this.connection.nextOutput()) !== undefined; ) {
      if (this.isCut) continue;
      outputs.push(output);
      if (output.type === 'abort') this.isCut = true;
      if (output.type !== 'write') continue;
      this.written.push(output.bytes);
      if (this.#creditsAtOnce) this.#credit(output.bytes.length);
    }
    return outputs;
  }

  #take(count: number): void {
    for (let i = 0; i < count; i++) {
      const event = this.connection.nextEvent();
      this.mayHaveEvents = event !== undefined;
      if (event === undefined) return;
      this.events.push(event);
      this.history.push({ type: 'event', event });
      this.#react(this, event);
    }
  }

  /** An input of the transport. */
  #hear(input: TransportInput): void {
    this.mayHaveEvents = true;
    switch (input.type) {
      case 'receive':
        this.received.push(input.bytes);
        this.connection.receive(input.bytes, this.now);
        break;
      case 'end':
        this.streamEnd = 'end';
        this.connection.receiveEnd(this.now);
        break;
      case 'reset':
        this.streamEnd = 'reset';
        this.isCut = true;
        this.connection.receiveError(input.cause, this.now);
        break;
      case 'credit':
        this.#credit(input.bytes);
        break;
    }
  }

  #credit(bytes: number): void {
    this.credited += bytes;
    this.connection.outputSent(bytes, this.now);
  }

  /** Time passes with or without a transport. */
  #wake(): void {
    const next = this.connection.nextTimeout();
    if (next === undefined) return;
    this.mayHaveEvents = true;
    this.now = Math.max(this.now, next.at);
    this.history.push({ type: 'timeout', reason: next.reason });
    this.connection.handleTimeout(this.now);
    if (this.dueIn === 0) throw new Error(`Timeout ${next.reason} stays due when it is handled`);
  }

  #remember(data: string | Uint8Array, fin: boolean): void {
    this.#parts.push(data);
    if (!fin) return;
    this.sent.push(joined(this.#parts));
    this.#parts = [];
  }
}

function joined(parts: readonly (string | Uint8Array)[]): SentMessage {
  if (typeof parts[0] === 'string') return { kind: 'text', data: parts.join('') };
  return { kind: 'binary', data: concat(...(parts as readonly Uint8Array[])) };
}
