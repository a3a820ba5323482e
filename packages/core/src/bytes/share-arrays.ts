/**
 * Short arrays as parts of a longer array that they share: where an engine takes long to make an array, only the
 * first short array takes that time.
 *
 * @module
 */

import { type Allocate, viewOf } from './plain-bytes.ts';

/** Length of the shared array, in bytes: one short array can keep this many alive. */
const SHARED_BYTES = 8192;

/** The longest part, in bytes: a longer array is made on its own. */
const MOST_SHARED = 1024;

/** Each part begins at a multiple of this, so that typed arrays with elements of any size can be views of it. */
const ALIGNMENT = 8;

/**
 * Makes a function for the capability `allocate`.
 *
 * @param make - Makes an array; its bytes can have any value.
 * @param makeShared - Makes the array of 8 KiB that the next short arrays are parts of. Default: `make`.
 * @returns A function that makes arrays: up to 1 KiB as parts of an array of 8 KiB, longer ones by `make`.
 */
export function shareArrays(make: Allocate, makeShared: Allocate = make): Allocate {
  let shared: Uint8Array | undefined;
  let taken = 0;
  return (bytes) => {
    if (bytes > MOST_SHARED) return make(bytes);
    // A shared array that has been transferred to another thread has no bytes left.
    if (shared === undefined || taken + bytes > shared.length) {
      shared = makeShared(SHARED_BYTES);
      taken = 0;
    }
    const start = taken;
    taken = (start + bytes + ALIGNMENT - 1) & -ALIGNMENT;
    return viewOf(shared, start, start + bytes);
  };
}
