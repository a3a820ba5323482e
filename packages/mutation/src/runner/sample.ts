/**
 * A sample of the mutants. It depends on the seed and on the mutants, not on their order.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { CheckedMutant } from './plugin-contract.ts';

/** A name for a mutant in every run: its id and the folder of the copy change from run to run. */
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

/** The SHA-256 of a text, in hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
