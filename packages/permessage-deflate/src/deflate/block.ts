/**
 * The contents of a block of DEFLATE (RFC 1951 §3.2).
 *
 * @module
 */

/** Bytes of the window, and the same as tokens. */
export interface Block {
  readonly window: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly tokens: Uint32Array;
  readonly tokenCount: number;
}
