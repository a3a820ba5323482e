/**
 * Times that are counted, not kept: a run may last for hours.
 *
 * @module
 */

/** Quantiles of the counted times, in milliseconds; 0 when nothing was counted. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** The smallest value that differs from zero, in milliseconds. */
const LEAST = 0.01;
/** A bucket ends 5 % above its beginning. */
const GROWTH = Math.log(1.05);

/** Counts times in buckets, so that quantiles are right to 5 %, and the longest exactly. */
export class Histogram {
  /** By bucket; there are a few hundred at most. */
  readonly #counts: (number | undefined)[] = [];
  #count = 0;
  #max = 0;

  /** @param ms - From 0 up. */
  add(ms: number): void {
    const bucket = Math.max(0, Math.ceil(Math.log(ms / LEAST) / GROWTH));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count++;
    this.#max = Math.max(this.#max, ms);
  }

  spread(): Spread {
    return { p50: this.#quantile(0.5), p99: this.#quantile(0.99), max: this.#max };
  }

  #quantile(share: number): number {
    let left = share * this.#count;
    const bucket = this.#counts.findIndex((count = 0) => (left -= count) <= 0);
    return bucket < 0 ? 0 : Math.min(this.#max, LEAST * Math.exp(bucket * GROWTH));
  }
}
