/**
 * The name that was probably meant.
 *
 * @module
 */

/** @returns The name with the fewest letters that differ; none where more than half of them do. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: distanceOf(given, name) }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  if (best === undefined) return undefined;
  return best.distance <= Math.max(given.length, best.name.length) / 2 ? best.name : undefined;
}

/** More names than these are left to `--help`. */
const MAX_LISTED = 12;

/** What to do about a name that there is not: the nearest one, or those that there are. */
export function suggest(given: string, names: readonly string[]): string {
  const best = nearest(given, names);
  if (best !== undefined) return `did you mean ${best}?`;
  if (names.length > MAX_LISTED) return 'see --help';
  return names.length === 1 ? `there is only ${names[0]!}` : `there are ${names.join(', ')}`;
}

/** The letters to put in, take away or replace (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
