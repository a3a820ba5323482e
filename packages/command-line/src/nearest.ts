/**
 * The name that was probably meant.
 *
 * @module
 */

/** @returns The name with the fewest letters that differ; none where half of them or more do. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: distanceOf(given, name) }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  if (best === undefined) return undefined;
  return best.distance < Math.max(given.length, best.name.length) / 2 ? best.name : undefined;
}

/** More names than these are left to `--help`. */
const MAX_LISTED = 12;

/**
 * A hint for an unknown name: the nearest name, or all names.
 *
 * @param prefix - The text before each name.
 */
export function suggest(given: string, names: readonly string[], prefix = ''): string {
  const best = nearest(given, names);
  if (best !== undefined) return `did you mean ${prefix}${best}?`;
  if (names.length > MAX_LISTED) return 'see --help';
  const all = names.map((name) => prefix + name).join(', ');
  return names.length === 1 ? `there is only ${all}` : `there are ${all}`;
}

/** The letters to put in, take away, replace or swap (Levenshtein, with neighbours that change places). */
function distanceOf(a: string, b: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(replaced, swapped, row[j]! + 1, next[j - 1]! + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
