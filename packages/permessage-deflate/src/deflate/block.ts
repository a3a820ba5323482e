/**
 * The contents of a block of DEFLATE (RFC 1951 §3.2).
 *
 * @module
 */

/** Bytes, and the same as tokens. */
export interface Block {
  readonly bytes: Uint8Array;
  readonly tokens: Uint32Array;
  readonly tokenCount: number;
}
