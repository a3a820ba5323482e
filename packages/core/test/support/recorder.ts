/**
 * Takes what a connection gives and remembers it, in a form that does not show how the writes were cut.
 *
 * @module
 */

import { type Connection, type ConnectionEvent, ServerConnection } from 'sansocket';
import { concat, toHex } from './bytes.ts';

/** What the application and the peer have seen. */
export interface Recording {
  readonly events: readonly ConnectionEvent[];
  /** All that was written, as hexadecimal digits. */
  readonly written: string;
  /** `end` and `abort`, in order. */
  readonly endings: readonly string[];
}

export class Recorder {
  readonly connection: Connection;
  readonly events: ConnectionEvent[] = [];
  readonly #written: Uint8Array[] = [];
  readonly #endings: string[] = [];
  readonly #onEvent: (event: ConnectionEvent) => void;

  /** @param onEvent - The application. Default: one that accepts every request and is silent. */
  constructor(connection: Connection, onEvent?: (event: ConnectionEvent) => void) {
    this.connection = connection;
    this.#onEvent = onEvent ?? ((event) => acceptRequest(connection, event));
  }

  get recording(): Recording {
    return { events: this.events, written: toHex(this.written), endings: this.#endings };
  }

  get written(): Uint8Array {
    return concat(...this.#written);
  }

  /** @returns Whether there was an event to take. */
  takeEvent(): boolean {
    const event = this.connection.nextEvent();
    if (event === undefined) return false;
    this.events.push(event);
    this.#onEvent(event);
    return true;
  }

  /** @returns Whether there was an output to take. */
  takeOutput(): boolean {
    const output = this.connection.nextOutput();
    if (output === undefined) return false;
    if (output.type === 'write') {
      if (this.#endings.length > 0) throw new Error('Output after the end of the output');
      this.#written.push(output.bytes);
    } else {
      this.#endings.push(output.type);
    }
    return true;
  }

  takeEvents(): void {
    while (this.takeEvent());
  }

  takeOutputs(): void {
    while (this.takeOutput());
  }

  takeAll(): void {
    this.takeEvents();
    this.takeOutputs();
  }
}

/** The application that says yes to everybody. */
export function acceptRequest(connection: Connection, event: ConnectionEvent): void {
  if (event.type === 'handshake-request' && connection instanceof ServerConnection) {
    connection.accept({}, 0);
  }
}
