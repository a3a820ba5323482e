/**
 * Working memory that the connections of a process share.
 *
 * @module
 */

import { Scratch, unmaskedHeader } from '../framing/index.ts';

/** Bytes of a slab, unless one write needs more. */
const SLAB_BYTES = 65_536;

/** After this many slabs without one given back, new slabs are small: slow transports hold a few bytes in each. */
const MOST_LARGE = 16;
const SMALL_SLAB_BYTES = 4096;

/** The most bytes in all slabs that are kept for later. */
const MOST_BYTES = 4_194_304;

/**
 * Memory that connections use in turn, so that an idle connection needs next to no memory of its own.
 *
 * A connection with shared memory **lends** its output: the transport may read, but not change, the bytes of a `write`
 * until it reports them sent with `outputSent`. One object serves any number of connections of one thread.
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
  /** For core alone: the receivers and senders for each kind of connections, the latest last. */
  readonly codecs: unknown[] = [];
  readonly #slabs: Uint8Array[] = [];
  #bytes = 0;
  /** The number of arrays made since one was given back. */
  #made = 0;
  #header: Uint8Array = new Uint8Array(0);
  #headerByte0 = 0;
  #headerPayloadLength = 0;

  /**
   * The header of an unmasked frame. Long messages mostly have the header of the last message, and making an array takes
   * longer than everything else for passing on a message.
   */
  header(byte0: number, payloadLength: number): Uint8Array {
    const isSame = byte0 === this.#headerByte0 && payloadLength === this.#headerPayloadLength;
    // An array that was transferred to another thread has no bytes left.
    if (isSame && this.#header.length > 0) return this.#header;
    this.#header = unmaskedHeader(byte0, payloadLength);
    this.#headerByte0 = byte0;
    this.#headerPayloadLength = payloadLength;
    return this.#header;
  }

  /** @returns An array of at least `bytes` bytes, with any content. */
  take(bytes: number): Uint8Array {
    const last = this.#slabs.at(-1);
    const isSmall = last === undefined && this.#made >= MOST_LARGE;
    const slab =
      last !== undefined && last.length >= bytes
        ? last
        : new Uint8Array(Math.max(bytes, isSmall ? SMALL_SLAB_BYTES : SLAB_BYTES));
    if (slab !== last) this.#made++;
    if (last !== undefined) {
      this.#slabs.length--;
      this.#bytes -= last.length;
    }
    return slab;
  }

  /** Gives back an array that is no longer used. */
  give(slab: Uint8Array): void {
    this.#made = 0;
    if (this.#bytes + slab.length > MOST_BYTES) return;
    this.#slabs.push(slab);
    this.#bytes += slab.length;
  }
}
