/**
 * Ways in which a transport cuts bytes into chunks.
 *
 * @module
 */

import fc from 'fast-check';
import { integerNear } from './integer-near.ts';

/** The positions of the cuts, independent of the bytes: so each shrinks without the other. */
export type Chunking =
  /** At landmarks, by their index, and anywhere, as parts of 65,536ths of the length. */
  | {
      readonly type: 'cuts';
      readonly cuts: readonly { readonly at: 'landmark' | 'anywhere'; readonly place: number }[];
    }
  /** Chunks of one size, in bytes. */
  | { readonly type: 'every'; readonly size: number };

const WHOLE = 65_536;

/**
 * Yields: cuts of which half are at landmarks, or chunks of one size, one byte often. Shrinks to: one
 * chunk.
 *
 * @param maxCuts - Default: 8.
 */
export function chunking(maxCuts = 8): fc.Arbitrary<Chunking> {
  const cut = fc.record({
    at: fc.constantFrom('landmark' as const, 'anywhere' as const),
    place: fc.nat({ max: WHOLE - 1 }),
  });
  const cuts = fc.record({
    type: fc.constant('cuts' as const),
    cuts: fc.array(cut, { maxLength: maxCuts, size: 'max' }),
  });
  // The largest size is the simplest: it makes the fewest chunks.
  const size = integerNear([99], { min: 1, max: 99, spread: 0 }).map((from100) => 100 - from100);
  const every = fc.record({ type: fc.constant('every' as const), size });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: cuts },
    { weight: 1, arbitrary: every },
  );
}

/**
 * Yields: the bytes in chunks, none of them empty. Shrinks to: one chunk.
 *
 * @param landmarks - Offsets worth cutting at, as `landmarksOf` gives them. Default: none.
 */
export function chunked(
  bytes: Uint8Array,
  landmarks: readonly number[] = [],
): fc.Arbitrary<readonly Uint8Array[]> {
  return chunking().map((its) => cutIntoChunks(bytes, its, landmarks));
}

/**
 * Cuts bytes in this way.
 *
 * @param landmarks - Offsets worth cutting at. Default: none, the cuts are then anywhere.
 * @returns Copies; no chunk is empty.
 */
export function cutIntoChunks(
  bytes: Uint8Array,
  its: Chunking,
  landmarks: readonly number[] = [],
): readonly Uint8Array[] {
  const inner = landmarks.filter((offset) => offset > 0 && offset < bytes.length);
  const cuts =
    its.type === 'every' ? cutsEvery(its.size, bytes.length) : placed(its, inner, bytes.length);
  const ends = [...new Set([...cuts, bytes.length])].filter((end) => end > 0).sort((a, b) => a - b);
  return ends.map((end, i) => bytes.slice(ends[i - 1] ?? 0, end));
}

function cutsEvery(size: number, length: number): number[] {
  return Array.from({ length: Math.ceil(length / size) - 1 }, (_, i) => (i + 1) * size);
}

function placed(
  { cuts }: Chunking & { readonly type: 'cuts' },
  landmarks: readonly number[],
  length: number,
): number[] {
  return cuts.map(({ at, place }) =>
    at === 'landmark' && landmarks.length > 0
      ? landmarks[Math.floor((place * landmarks.length) / WHOLE)]!
      : Math.floor((place * length) / WHOLE),
  );
}
