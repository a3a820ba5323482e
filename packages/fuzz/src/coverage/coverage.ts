/**
 * The code that an execution reached, and whether it is new.
 *
 * The hits of a counter are grouped into eight classes: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127,
 * more. A class that no earlier execution reached is new, so that "one fragment more" is progress and
 * "the hundredth byte" is not.
 *
 * @module
 */

/** One bit for each class of hits. */
const classes = /* @__PURE__ */ Uint8Array.from({ length: 129 }, (_, hits) => classOf(hits));

/** The result of one execution. */
export interface Reach {
  /** Classes of hits seen for the first time. */
  readonly news: number;
  /** All hits: the work that was done. */
  readonly steps: number;
}

/** Reads the counters of an instrumented program. */
export class Coverage {
  readonly #hits: Uint32Array;
  readonly #seen: Uint8Array;
  #edges = 0;

  /** @param hits - The counters, which the program increments. */
  constructor(hits: Uint32Array) {
    this.#hits = hits;
    this.#seen = new Uint8Array(hits.length);
  }

  /** Counters that some execution has hit. */
  get edges(): number {
    return this.#edges;
  }

  /** All counters. */
  get size(): number {
    return this.#hits.length;
  }

  /** Before an execution. */
  begin(): void {
    this.#hits.fill(0);
  }

  /** After an execution. */
  end(): Reach {
    const hits = this.#hits;
    const seen = this.#seen;
    let news = 0;
    let steps = 0;
    for (let i = 0; i < hits.length; i++) {
      const count = hits[i]!;
      if (count === 0) continue;
      steps += count;
      const bit = classes[Math.min(count, 128)]!;
      if ((seen[i]! & bit) !== 0) continue;
      if (seen[i] === 0) this.#edges++;
      seen[i]! |= bit;
      news++;
    }
    return { news, steps };
  }
}

function classOf(hits: number): number {
  if (hits < 4) return hits === 0 ? 0 : 1 << (hits - 1);
  if (hits < 32) return hits < 8 ? 8 : hits < 16 ? 16 : 32;
  return hits < 128 ? 64 : 128;
}
