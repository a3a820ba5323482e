/**
 * Middle and spread of samples.
 *
 * @module
 */

/** Quartiles: a quarter of the samples is below the first, half below the median, three quarters below the third. */
export interface Spread {
  readonly first: number;
  readonly median: number;
  readonly third: number;
}

/** @throws RangeError without samples. */
export function spreadOf(samples: readonly number[]): Spread {
  if (samples.length === 0) throw new RangeError('No samples');
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    first: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    third: quantile(sorted, 0.75),
  };
}

/** Between two samples, in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

/** @returns The same values in random order. */
export function shuffle<T>(values: readonly T[], random: () => number = Math.random): T[] {
  const shuffled = [...values];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
