/**
 * Random numbers that a seed repeats.
 *
 * @module
 */

/** A generator of 32-bit numbers (xorshift with a scrambled seed). */
export class Random {
  #state: number;

  /** @param seed - Any whole number; the same one gives the same numbers. */
  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) | 1;
  }

  /** @returns A whole number from 0 to `bound` - 1; 0 when the bound is 0. */
  below(bound: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return Math.floor(((state >>> 0) / 2 ** 32) * bound);
  }

  /** @returns An element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** @returns 1 to `most`, small numbers more often. */
  size(most: number): number {
    return 1 + this.below(1 + this.below(Math.max(most, 1)));
  }
}
