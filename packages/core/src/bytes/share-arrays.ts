/**
 * Short arrays as parts of a longer one that they share: where an engine takes long to make an array, all of it
 * but the first is saved.
 *
 * @module
 */

import { type Allocate, viewOf } from './plain-bytes.ts';

/** Bytes of the array that is shared: all that a short one can keep alive beside itself. */
const SHARED_BYTES = 8192;

/** The longest part, in bytes: more of a longer array than this nobody should keep for what is short. */
const MOST_SHARED = 1024;

/** Each part begins at a multiple of this, so that there are views of it with elements of any size. */
const ALIGNMENT = 8;

/**
 * For the capability `allocate`.
 *
 * @param make - Makes an array, whatever is in it.
 * @param makeShared - Makes the one of 8 KiB whose parts the next short ones are. Default: `make`.
 * @returns Makes arrays of any length: those of up to 1 KiB as parts of one of 8 KiB, longer ones by `make`.
 */
export function shareArrays(make: Allocate, makeShared: Allocate = make): Allocate {
  let shared: Uint8Array | undefined;
  let taken = 0;
  return (bytes) => {
    if (bytes > MOST_SHARED) return make(bytes);
    // One that somebody has transferred to another thread has no bytes left.
    if (shared === undefined || taken + bytes > shared.length) {
      shared = makeShared(SHARED_BYTES);
      taken = 0;
    }
    const start = taken;
    taken = (start + bytes + ALIGNMENT - 1) & -ALIGNMENT;
    return viewOf(shared, start, start + bytes);
  };
}
