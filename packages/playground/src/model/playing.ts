/**
 * A connection with the application of a scenario on it.
 *
 * @module
 */

import { type ClientConnection, type ConnectionEvent, ServerConnection } from 'sansocket';
import type { ReadyState, State } from 'sansocket/connection';
import type { Scenario } from './scenario.ts';
import { StatePath, type Transition } from './state-path.ts';

/** The results of one input. */
export interface Turn {
  readonly events: readonly ConnectionEvent[];
  /** All bytes that were sent. */
  readonly sent: Uint8Array;
  /** Other actions of the transport. */
  readonly asked: readonly string[];
  readonly state: State;
  /** The same in the four words of the WebSocket API, as the connection says it. */
  readonly readyState: ReadyState;
  /** The transitions that happened, as rows of the table. */
  readonly path: readonly Transition[];
}

/** A connection that is played with. */
export class Playing {
  readonly connection: ServerConnection | ClientConnection;
  readonly #scenario: Scenario;
  readonly #path = new StatePath();

  constructor(connection: ServerConnection | ClientConnection, scenario: Scenario) {
    this.connection = connection;
    this.#scenario = scenario;
  }

  /** Takes all waiting events and outputs. */
  turn(): Turn {
    const events: ConnectionEvent[] = [];
    const written: number[] = [];
    const asked: string[] = [];
    for (let event; (event = this.connection.nextEvent()) !== undefined; ) {
      events.push(event);
      this.#path.event(event);
      this.#answer(event);
    }
    for (let output; (output = this.connection.nextOutput()) !== undefined; ) {
      this.#path.output(output);
      if (output.type === 'write') for (const byte of output.bytes) written.push(byte);
      else asked.push(output.type === 'end' ? 'end' : `abort: ${output.reason}`);
    }
    this.connection.outputSent(written.length, 0);
    return {
      events,
      sent: Uint8Array.from(written),
      asked,
      state: this.#path.state,
      readyState: this.connection.readyState,
      path: this.#path.take(),
    };
  }

  #answer(event: ConnectionEvent): void {
    const { connection } = this;
    const { application } = this.#scenario;
    if (event.type === 'handshake-request' && connection instanceof ServerConnection) {
      if (application !== 'reject') connection.accept({}, 0);
      else {
        connection.reject({ status: 403 }, 0);
        this.#path.input('fail');
      }
    }
    if (event.type === 'open') this.#greet();
    if (event.type === 'message' && application === 'echo') connection.send(event.data);
  }

  /** Goes on after an opening handshake that is not shown. */
  startOpen(): void {
    this.#path.input('establish');
    this.#path.take();
    this.#greet();
  }

  /** The first action of the application. */
  #greet(): void {
    switch (this.#scenario.first) {
      case 'nothing':
        return;
      case 'text':
        this.connection.send('Hello');
        return;
      case 'ping':
        this.connection.ping(Uint8Array.of(1, 2, 3), 0);
        return;
      case 'close':
        this.connection.close(1000, undefined, 0);
        this.#path.input('send-close');
    }
  }
}
