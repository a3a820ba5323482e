/**
 * Working memory that the connections of a process share.
 *
 * @module
 */

import { Scratch } from '../framing/index.ts';

/** Bytes of a slab, unless one write needs more. */
const SLAB_BYTES = 65_536;

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

  /** @returns An array of at least `bytes` bytes, whatever is in them. */
  take(bytes: number): Uint8Array {
    const slab = this.#slabs.pop();
    if (slab === undefined) return new Uint8Array(Math.max(bytes, SLAB_BYTES));
    this.#bytes -= slab.length;
    return slab.length >= bytes ? slab : new Uint8Array(bytes);
  }

  /** Takes an array back that nobody uses any more. */
  give(slab: Uint8Array): void {
    if (this.#bytes + slab.length > MOST_BYTES) return;
    this.#slabs.push(slab);
    this.#bytes += slab.length;
  }
}
