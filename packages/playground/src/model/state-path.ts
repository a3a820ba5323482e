/**
 * The way of a connection through the table of states, as its events and outputs tell it.
 *
 * @module
 */

import type { ConnectionEvent, Output } from 'sansocket';
import { type Input, type State, transitions } from 'sansocket/connection';

/** One row of the table that was taken. */
export interface Transition {
  readonly from: State;
  readonly input: Input;
  readonly to: State;
}

/** Follows one connection. */
export class StatePath {
  #state: State = 'connecting';
  #taken: Transition[] = [];

  get state(): State {
    return this.#state;
  }

  /** @returns The rows that were taken since the last call. */
  take(): Transition[] {
    const taken = this.#taken;
    this.#taken = [];
    return taken;
  }

  /** An event was taken. */
  event(event: ConnectionEvent): void {
    for (const input of inputsOf(event)) this.input(input);
  }

  /** An output was taken. */
  output({ type }: Output): void {
    if (type === 'end') this.input('end-output');
  }

  /** What the table has no row for changes nothing. */
  input(input: Input): void {
    const from = this.#state;
    const to = transitions[from][input];
    if (to === undefined) return;
    this.#taken.push({ from, input, to });
    this.#state = to;
  }
}

function inputsOf({ type }: ConnectionEvent): readonly Input[] {
  switch (type) {
    case 'open':
      return ['establish'];
    case 'close-received':
      // Where ours is not out yet, it is the answer and leaves within the same call.
      return ['receive-close', 'send-close'];
    case 'violation':
    case 'handshake-rejected':
      return ['fail'];
    case 'close':
      return ['transport-closed'];
    default:
      return [];
  }
}
