/**
 * The interface of a synchronous compressor of messages: this package's own, or another one.
 *
 * @module
 */

/** Makes compressors. */
export interface CompressionBackend {
  /** The smallest window that its compressors can keep to, as a power of 2: 8, or 9 for zlib. */
  readonly minWindowBits: number;

  /** A compressor without any input yet. */
  create(options: CompressorOptions): Compressor;
}

/** The parameters of a compressor. */
export interface CompressorOptions {
  /** Copies reach back 2 to this power bytes at most: 8 to 15. */
  readonly windowBits: number;
  /** 1, fastest, to 9, smallest. */
  readonly level: number;
  /** Memory for the search for repetitions: 1, least, to 9. */
  readonly memoryLevel: number;
}

/** One message after the other: `begin`, `push` each piece. None of this throws. */
export interface Compressor {
  /** Bytes that are held. */
  readonly heldBytes: number;

  /** A message begins. */
  begin(): void;

  /**
   * Compresses the next piece of the message.
   *
   * @param bytes - Not to be modified, and not to be kept after the call.
   * @param fin - Whether the message ends with it: then the result ends with the head of an empty stored
   *   block, without its 00 00 FF FF (RFC 7692 §7.2.1).
   * @returns The caller's from here on; may be empty unless the message ends.
   */
  push(bytes: Uint8Array, fin: boolean): Uint8Array;

  /** Forgets all earlier input: the next message refers to nothing. */
  reset(): void;

  /** The peer will not see the message that was compressed last: nothing may refer to it. */
  takeBack(): void;
}
