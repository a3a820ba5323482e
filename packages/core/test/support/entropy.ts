/**
 * Sources of entropy whose bytes a test can foretell.
 *
 * @module
 */

import type { FillRandom } from 'sansocket/masking';

/** Gives out 1, 2, 3 ... 255, 0, 1 ... */
export function countingRandom(): FillRandom {
  let last = 0;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = ++last;
  };
}

/** Gives out the same masking key again and again. */
export function constantRandom(key: Uint8Array): FillRandom {
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = key[i % key.length]!;
  };
}
