/**
 * One run of a connection over chunks: everything is taken as soon as it is there, and remembered in
 * a form that does not show the cuts.
 *
 * @module
 */
import {
  type Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  ServerConnection,
  type Snapshot,
} from 'sansocket';
import { expectEqual, expectThat } from './expect.ts';
import type { SessionPlan } from './session-plan.ts';

/** How connections of one role are made. */
export interface ConnectionMaker {
  readonly connect: (options: ConnectionOptions) => Connection;
  readonly restore: (snapshot: Snapshot, options: ConnectionOptions) => Connection;
}

/** What the application and the peer have seen. */
export interface SessionTrace {
  readonly events: readonly ConnectionEvent[];
  /** All bytes written, one character each. */
  readonly output: string;
  /** `end` and `abort`, in order. */
  readonly endings: readonly string[];
}

/** The most moves of one session: each is as much work as a new connection. */
const MAX_MOVES = 4;

/** A connection that is given bytes. */
export class SessionRun {
  readonly #maker: ConnectionMaker;
  readonly #plan: SessionPlan;
  #connection: Connection;
  readonly #events: ConnectionEvent[] = [];
  readonly #output: string[] = [];
  readonly #endings: string[] = [];
  #taken = 0;
  #moves = 0;

  constructor(maker: ConnectionMaker, plan: SessionPlan) {
    this.#maker = maker;
    this.#plan = plan;
    this.#connection = maker.connect(plan.options);
    this.#takeAll();
  }

  get trace(): SessionTrace {
    return { events: this.#events, output: this.#output.join(''), endings: this.#endings };
  }

  /** Receives a chunk; with the option `copy` it is changed afterwards. */
  receive(chunk: Uint8Array): void {
    this.#connection.receive(chunk, 0);
    if (this.#plan.options.copy === true) chunk.fill(0xa5);
    this.#takeAll();
    if (this.#plan.moves) this.#move();
  }

  /** The transport ends: nothing more may come but `close`. */
  end(): void {
    this.#connection.receiveEnd(0);
    this.#takeAll();
    expectEqual(this.#connection.readyState, 'closed', 'the state after the end and closed');
    const { length } = this.#events;
    this.#connection.handleTimeout(1e6);
    this.#connection.receive(Uint8Array.of(0x81, 0x00), 1e6);
    this.#takeAll();
    expectEqual(this.#events.length, length, 'events after the last one and before');
  }

  #move(): void {
    if (this.#connection.readyState !== 'open' || this.#moves++ >= MAX_MOVES) return;
    const snapshot = structuredClone(this.#connection.snapshot());
    this.#connection = this.#maker.restore(snapshot, this.#plan.options);
    this.#takeAll();
  }

  #takeAll(): void {
    for (let event; (event = this.#connection.nextEvent()) !== undefined; ) {
      this.#remember(event);
      this.#react(event);
    }
    for (let output; (output = this.#connection.nextOutput()) !== undefined; ) {
      if (output.type !== 'write') {
        this.#endings.push(output.type);
        continue;
      }
      expectThat(this.#endings.length === 0, 'Nothing is written after the end');
      this.#output.push(Buffer.from(output.bytes).toString('latin1'));
      this.#connection.outputSent(output.bytes.length, 0);
    }
  }

  #react(event: ConnectionEvent): void {
    const { act, actAfter } = this.#plan;
    const connection = this.#connection;
    if (event.type === 'handshake-request' && connection instanceof ServerConnection) {
      if (act === 'reject') connection.reject({ status: 403 }, 0);
      else connection.accept({}, 0);
    }
    if (act === 'echo' && event.type === 'message') connection.send(event.data);
    if (event.type === 'message-part' || this.#taken++ !== actAfter) return;
    const isOpen = connection.readyState === 'open';
    if (act === 'close') connection.close(1000, 'done', 0);
    if (act === 'fail') connection.fail(1011, 'failed', 0);
    if (act === 'ping' && isOpen) connection.ping(Uint8Array.of(1), 0);
    if (act === 'send' && isOpen) connection.send('sent');
    if (act === 'send-part' && isOpen) connection.send('\ud83d', { fin: false });
  }

  /** Parts that follow each other are joined, and count as one. */
  #remember(event: ConnectionEvent): void {
    const last = this.#events.at(-1);
    if (event.type === 'violation') {
      // Its words are for people, and may tell more where more had come.
      this.#events.push({ ...event, detail: '' });
    } else if (event.type !== 'message-part') {
      this.#events.push(event);
    } else if (last?.type === 'message-part' && !last.fin) {
      const data = joined(last.data, event.data);
      this.#events[this.#events.length - 1] = { ...event, data } as ConnectionEvent;
    } else if (event.data.length > 0 || event.fin) {
      this.#events.push(event);
    }
  }
}

function joined(first: string | Uint8Array, second: string | Uint8Array): string | Uint8Array {
  if (typeof first === 'string') return first + (second as string);
  return Uint8Array.from([...first, ...(second as Uint8Array)]);
}
