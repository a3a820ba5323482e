/**
 * The results of the clients.
 *
 * @module
 */

import { Histogram, type Spread } from '../histogram.ts';

/** In the form that is sent to the other process. */
export interface Tally {
  /** How often each kind of client came and went. */
  readonly lives: Readonly<Record<string, number>>;
  /** Echoes that are the message, byte for byte. */
  readonly right: number;
  readonly wrong: number;
  /** Lives of good clients that the server cut short, or left without an answer. */
  readonly dropped: number;
  /** The first things that went wrong, in words. */
  readonly problems: readonly string[];
  /** From a message of a good client to its echo, in milliseconds. */
  readonly roundTrip: Spread;
}

/** Problems that are kept. */
const KEPT = 5;

/** Counts. */
export class Tallying {
  readonly #lives: Record<string, number> = {};
  #right = 0;
  #wrong = 0;
  #dropped = 0;
  readonly #problems: string[] = [];
  readonly #roundTrip = new Histogram();

  lived(kind: string): void {
    this.#lives[kind] = (this.#lives[kind] ?? 0) + 1;
  }

  echoed(isRight: boolean): void {
    if (isRight) this.#right++;
    else {
      this.#wrong++;
      this.#note('An echo is not the message');
    }
  }

  dropped(kind: string, error: unknown): void {
    this.#dropped++;
    this.#note(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
  }

  tookTurn(ms: number): void {
    this.#roundTrip.add(ms);
  }

  result(): Tally {
    return {
      lives: this.#lives,
      right: this.#right,
      wrong: this.#wrong,
      dropped: this.#dropped,
      problems: this.#problems,
      roundTrip: this.#roundTrip.spread(),
    };
  }

  #note(problem: string): void {
    if (this.#problems.length < KEPT) this.#problems.push(problem);
  }
}
