/**
 * Makes an input smaller as long as it shows the same.
 *
 * @module
 */

/** The property that the small input has to keep. */
export type Shows = (input: Uint8Array) => boolean;

/**
 * Leaves out ranges, longer ones first, then brings bytes to 0, in rounds until nothing more can go.
 *
 * @param attempts - The most inputs to try.
 */
export function minimise(input: Uint8Array, shows: Shows, attempts: number): Uint8Array {
  const search = new Search(input, shows, attempts);
  for (let before = ''; before !== String(search.best) && search.attempts > 0; ) {
    before = String(search.best);
    for (let size = search.best.length; size >= 1; size = Math.floor(size / 2)) search.cut(size);
    search.zero();
  }
  return search.best;
}

class Search {
  best: Uint8Array;
  attempts: number;
  readonly #shows: Shows;

  constructor(input: Uint8Array, shows: Shows, attempts: number) {
    this.best = input;
    this.#shows = shows;
    this.attempts = attempts;
  }

  /** Leaves out ranges of a size, from the end to the beginning. */
  cut(size: number): void {
    for (let at = this.best.length - size; at >= 0; at -= size) {
      this.#try(Uint8Array.from([...this.best.subarray(0, at), ...this.best.subarray(at + size)]));
    }
  }

  zero(): void {
    for (let i = 0; i < this.best.length; i++) {
      if (this.best[i] !== 0) this.#try(this.best.map((byte, at) => (at === i ? 0 : byte)));
    }
  }

  #try(candidate: Uint8Array): void {
    if (this.attempts-- > 0 && this.#shows(candidate)) this.best = candidate;
  }
}
