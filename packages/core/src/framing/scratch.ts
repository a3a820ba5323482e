/**
 * Working memory of a decoder.
 *
 * @module
 */

/** Bytes: all that a short message can keep alive beside itself. */
const SCRATCH_BYTES = 2048;

/**
 * Memory that is used within a call and holds nothing between two: all connections of a process can share one.
 */
export class Scratch {
  readonly bytes: Uint8Array = new Uint8Array(SCRATCH_BYTES);
  /** The same memory. */
  readonly words: Int32Array = new Int32Array(this.bytes.buffer);
}
