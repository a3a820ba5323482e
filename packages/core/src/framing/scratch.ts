/**
 * Working memory of a decoder.
 *
 * @module
 */

/** Size in bytes: a short message can keep at most this much alive. */
const SCRATCH_BYTES = 2048;

/**
 * Memory that is used during a call and holds nothing between two calls: all connections of a process can share one.
 */
export class Scratch {
  readonly bytes: Uint8Array = new Uint8Array(SCRATCH_BYTES);
  /** The same memory as 32-bit words. */
  readonly words: Int32Array = new Int32Array(this.bytes.buffer);
}
