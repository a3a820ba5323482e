/**
 * What comes out of one call of an inflater: it grows in the window, and is handed out in arrays of their
 * own.
 *
 * @module
 */
import { copyBytes } from 'sansocket/bytes';
import type { BlockState } from './block-state.ts';

/** The window of the least length that there is. */
const MIN_LENGTH = 1024;

export class Output {
  readonly #state: BlockState;
  readonly #capacity: number;
  #pieces: Uint8Array[] | undefined;
  /** In the window, what has come out since the last piece begins here. */
  #start: number;
  #taken = 0;

  /** @param capacity - How long the window may become, in bytes. */
  constructor(state: BlockState, capacity: number) {
    this.#state = state;
    this.#capacity = capacity;
    this.#start = state.position;
  }

  /** Lets decoding go on up to the end of the window, or of the budget. */
  limit(budget: number): void {
    const state = this.#state;
    state.limit = Math.min(state.window.length, this.#start + budget - this.#taken) | 0;
  }

  /** Whether decoding stopped for the budget; what is written up to it counts. */
  isAt(budget: number): boolean {
    const state = this.#state;
    if (state.limit < this.#start + budget - this.#taken) return false;
    state.position = state.limit;
    return true;
  }

  /** A longer window, or when it has its full length, the same moved down. */
  makeRoom(): void {
    const state = this.#state;
    const { window, windowSize, position } = state;
    if (window.length < this.#capacity) {
      lengthen(state, Math.min(this.#capacity, 2 * window.length));
      return;
    }
    this.#flush();
    const shift = position - windowSize;
    window.copyWithin(0, shift, position);
    state.low = Math.max(0, state.low - shift);
    state.position = windowSize;
    this.#start = windowSize;
  }

  /** All that has come out, in one array or, if it was more than the window has room for, in several. */
  take(): Uint8Array | readonly Uint8Array[] {
    if (this.#pieces === undefined) return this.#sinceStart();
    this.#flush();
    return this.#pieces;
  }

  #flush(): void {
    this.#pieces ??= [];
    this.#pieces.push(this.#sinceStart());
    this.#taken += this.#state.position - this.#start;
  }

  #sinceStart(): Uint8Array {
    return copyBytes(this.#state.window, this.#start, this.#state.position);
  }
}

/** Moves the window into a longer array. */
export function lengthen(state: BlockState, length: number): void {
  const { window } = state;
  useWindow(state, new Uint8Array(Math.max(length, MIN_LENGTH)));
  state.window.set(window);
}

/** Has decoding go on in this array, at the same position. */
export function useWindow(state: BlockState, window: Uint8Array): void {
  state.window = window;
  state.words = new DataView(window.buffer, window.byteOffset, window.length);
}

/** The pieces in one array. */
export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
