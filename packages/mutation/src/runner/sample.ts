/**
 * A sample of the mutants. Which are in it depends on the seed and on what the mutants are, not on their order.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { CheckedMutant } from './plugin-contract.ts';

/** What names a mutant from one run to the next: its id does not, and the folder is another copy each time. */
export function nameOf({ fileName, location, replacement }: CheckedMutant): string {
  const file = fileName.replaceAll('\\', '/').replace(/^.*\/packages\//, '');
  return JSON.stringify([file, location, replacement]);
}

/** As many as asked for, or all when they are fewer. */
export function chooseSample(
  mutants: readonly CheckedMutant[],
  { size, seed }: { readonly size: number; readonly seed: number },
): CheckedMutant[] {
  return mutants
    .map((mutant) => ({ mutant, rank: hashOf(`${seed} ${nameOf(mutant)}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ mutant }) => mutant);
}

/** The same text for the same input, and no pattern among those of different ones. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
