/**
 * The output of one call of an inflater: it grows in the window, and the result is a part of the window or, if it is
 * longer, separate arrays.
 *
 * @module
 */
import { copyBytes, viewOf } from 'sansocket/bytes';
import { type BlockState, wordsOf } from './block-state.ts';
import { COPY_SLACK } from './copy.ts';
import type { InflateWorkspace } from './workspace.ts';

/** The shortest window, in bytes. */
const MIN_LENGTH = 1024;

/**
 * A window moves down by a multiple of this, in bytes: if it moves by a little less than a multiple of 4096, some
 * processors are many times slower.
 */
const LINE = 64;

/** Most messages are at most this many times as long as their compressed form. */
const LIKELY_RATIO = 4;

/** Collects the output of one call. */
export class Output {
  readonly #state: BlockState;
  readonly #capacity: number;
  #pieces: Uint8Array[] | undefined;
  /** The position in the window where the output since the last piece begins. */
  #start: number;
  /** The bytes of all pieces. */
  #flushed = 0;

  /** @param capacity - How long the window may become, in bytes. */
  constructor(state: BlockState, capacity: number) {
    this.#state = state;
    this.#capacity = capacity;
    this.#start = state.position;
  }

  /**
   * Called before any output: makes room for the likely output of so many bytes of input, so that it stays in one
   * piece.
   */
  expect(bytes: number): void {
    const { window, windowSize, position } = this.#state;
    const likely = LIKELY_RATIO * bytes;
    if (window.length < this.#capacity || position + likely <= window.length) return;
    if (position - windowSize >= LINE) this.#moveTo(window);
  }

  /** Sets the limit of decoding: the end of the window, or of the budget. */
  limit(budget: number): void {
    const state = this.#state;
    // A window that was made without room has less than the slack, and may have none at all.
    const end = Math.max(state.position, state.window.length - COPY_SLACK);
    state.limit = Math.min(end, this.#start + budget - this.#flushed) | 0;
  }

  /** Whether decoding stopped because of the budget; bytes written up to it are part of the output. */
  isAt(budget: number): boolean {
    const state = this.#state;
    if (state.limit < this.#start + budget - this.#flushed) return false;
    state.position = state.limit;
    return true;
  }

  /**
   * Makes the window longer or, once it has its full length, moves to the wide window, with only the bytes that
   * distances can reach.
   */
  makeRoom(workspace: InflateWorkspace): void {
    const { window } = this.#state;
    if (window.length < this.#capacity) {
      lengthen(this.#state, Math.min(this.#capacity, 2 * window.length));
      return;
    }
    this.#flush();
    this.#moveTo(workspace.window);
  }

  /** Takes the whole output: a part of the window or, if the window was too short, separate arrays. */
  take(): Uint8Array | readonly Uint8Array[] {
    const { window, position } = this.#state;
    if (this.#pieces === undefined) return viewOf(window, this.#start, position);
    this.#flush();
    return this.#pieces;
  }

  #moveTo(window: Uint8Array): void {
    moveTo(this.#state, window);
    this.#start = this.#state.position;
  }

  #flush(): void {
    const { window, position } = this.#state;
    this.#pieces ??= [];
    this.#pieces.push(copyBytes(window, this.#start, position));
    this.#flushed += position - this.#start;
  }
}

/** Moves the window into a longer array. */
export function lengthen(state: BlockState, length: number): void {
  const { window } = state;
  useWindow(state, new Uint8Array(Math.max(length, MIN_LENGTH)));
  state.window.set(window);
}

/** Moves the bytes that distances can reach to the beginning of this array, which may be the same one. */
export function moveTo(state: BlockState, window: Uint8Array): void {
  const { windowSize, position } = state;
  const shift = Math.max(0, position - windowSize) & -LINE;
  window.set(viewOf(state.window, shift, position));
  state.position -= shift;
  if (window !== state.window) useWindow(state, window);
}

/** Continues decoding in this array, at the same position. */
export function useWindow(state: BlockState, window: Uint8Array): void {
  state.window = window;
  state.words = wordsOf(window);
}

/** Joins two arrays. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
