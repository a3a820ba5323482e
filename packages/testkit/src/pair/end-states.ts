/**
 * The states of one end, each tried once: a machine as a graph.
 *
 * A machine is a function of its inputs, in order, except for how its input was cut and when its output was taken (laws
 * 1 and 2). So a state is named by events, calls and timeouts in order; by the received bytes, and whether some of them
 * wait to be parsed; by the written bytes. It contains no clock, only the time to the next timeout: with one timeout
 * armed at a time nothing else depends on them.
 *
 * Machines cannot be copied: to leave a state, all its inputs are done again on a new machine, and then one more.
 *
 * @module
 */

import type { ConnectionEvent, Output } from 'sansocket';
import type { EndInput, HistoryItem, PairEnd } from './pair-end.ts';

/** A state of an end. */
export interface EndState {
  /** Different for each state, from 0 up. */
  readonly id: number;
  /** The machine in this state: to be read only. */
  readonly end: PairEnd;
  /** The inputs that lead to it. */
  readonly inputs: readonly EndInput[];
  readonly isReading: boolean;
  readonly isDue: boolean;
  /** The results of the inputs that were tried. */
  readonly moves: Map<string, Move | undefined>;
}

/** The result of an input. */
export interface Move {
  readonly to: EndState;
  readonly outputs: readonly Output[];
}

/** The states of one end that were reached. */
export class EndStates {
  readonly #make: () => PairEnd;
  readonly #states = new Map<string, EndState>();

  /** @param make - Makes a machine; its entropy gives the same bytes whenever it is asked. */
  constructor(make: () => PairEnd) {
    this.#make = make;
  }

  /** The number of states. */
  get count(): number {
    return this.#states.size;
  }

  /** Before the first input. */
  start(): Move {
    const end = this.#make();
    const outputs = end.output();
    return { to: this.#stateOf(end, []), outputs };
  }

  /** @returns The result of an input; `undefined` when it is refused. */
  after(state: EndState, input: EndInput): Move | undefined {
    const key = input.type === 'receive' ? textOf([input.bytes]) : JSON.stringify(input);
    if (state.moves.has(key)) return state.moves.get(key);
    const move = this.#try(state, input);
    state.moves.set(key, move);
    return move;
  }

  #try({ inputs }: EndState, input: EndInput): Move | undefined {
    const end = this.#make();
    end.output();
    for (const earlier of inputs) end.perform(earlier);
    const outputs = end.perform(input);
    if (outputs === undefined) return undefined;
    return { to: this.#stateOf(end, [...inputs, input]), outputs };
  }

  #stateOf(end: PairEnd, inputs: readonly EndInput[]): EndState {
    const key = nameOf(end);
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const isReading = end.connection.wantsInput && !end.isCut;
    const isDue = end.dueIn !== undefined;
    const state = { id: this.count, end, inputs, isReading, isDue, moves: new Map() };
    this.#states.set(key, state);
    return state;
  }
}

function nameOf(end: PairEnd): string {
  const { connection, history, received, written } = end;
  return [
    history.map(itemName).join(';'),
    textOf(received),
    textOf(written),
    end.mayHaveEvents,
    end.streamEnd,
    end.isCut,
    end.dueIn,
    connection.readyState,
    connection.wantsInput,
    connection.bufferedAmount,
  ].join('|');
}

/** One character for each byte. */
function textOf(pieces: readonly Uint8Array[]): string {
  return pieces.map((bytes) => String.fromCharCode(...bytes)).join('');
}

function itemName(item: HistoryItem): string {
  if (item.type === 'timeout') return item.reason;
  return item.type === 'call' ? JSON.stringify(item.call) : eventName(item.event);
}

/** The fields of a head are left out: the received bytes contain them. */
function eventName(event: ConnectionEvent): string {
  switch (event.type) {
    case 'handshake-request':
    case 'open':
    case 'handshake-rejected':
    case 'frame':
      return event.type;
    default:
      return JSON.stringify(event);
  }
}
