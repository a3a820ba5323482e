/**
 * Working memory that the connections of a process share.
 *
 * @module
 */

import { Scratch } from '../framing/index.ts';

/** Bytes of a slab, unless one write needs more. */
const SLAB_BYTES = 65_536;

/** So many are taken before one comes back, and the next are small: their transports take long, and hold a few bytes each. */
const MOST_LARGE = 16;
const SMALL_SLAB_BYTES = 4096;

/** Bytes in all slabs that are kept for later, at most. */
const MOST_BYTES = 4_194_304;

/**
 * Memory that connections use in turn, so that each needs next to none of its own while it waits.
 *
 * A connection that is given one **lends** its output: the bytes of a `write` are the transport's until the
 * transport reports them sent with `outputSent`, and not for good. One object serves any number of connections of
 * one thread.
 *
 * @example
 * ```ts
 * import { ServerConnection, SharedMemory } from 'sansocket';
 *
 * const memory = new SharedMemory();
 * const connections = [1, 2, 3].map(() => new ServerConnection({ memory }, 0));
 * ```
 */
export class SharedMemory {
  /** Used within a call. */
  readonly scratch: Scratch = new Scratch();
  readonly #slabs: Uint8Array[] = [];
  #bytes = 0;
  /** Arrays that were made since one has come back. */
  #made = 0;

  /** @returns An array of at least `bytes` bytes, whatever is in them. */
  take(bytes: number): Uint8Array {
    const slab = this.#slabs.pop();
    if (slab !== undefined) this.#bytes -= slab.length;
    if (slab !== undefined && slab.length >= bytes) return slab;
    this.#made++;
    const usual = slab === undefined && this.#made > MOST_LARGE ? SMALL_SLAB_BYTES : SLAB_BYTES;
    return new Uint8Array(Math.max(bytes, usual));
  }

  /** Takes an array back that nobody uses any more. */
  give(slab: Uint8Array): void {
    this.#made = 0;
    if (this.#bytes + slab.length > MOST_BYTES) return;
    this.#slabs.push(slab);
    this.#bytes += slab.length;
  }
}
