/**
 * The path of a connection through the table of states, found from its events and outputs.
 *
 * @module
 */

import type { ConnectionEvent, Output } from 'sansocket';
import { type Input, type State, transitions } from 'sansocket/connection';

/** One transition that happened, as a row of the table. */
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

  /** @returns The rows of the transitions since the last call. */
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

  /** An event without a row in the table changes nothing. */
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
      // If ours has not been sent yet, it is the answer and leaves within the same call.
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
