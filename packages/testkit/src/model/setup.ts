/**
 * The parameters of the model: the receiving end, and the agreement of the opening handshake.
 *
 * @module
 */

/** The end that receives, and whose duties the model gives. */
export type ModelRole = 'client' | 'server';

/** Bounds of the receiver (RFC 6455 §10.4). */
export interface ModelLimits {
  /** Payload of a frame, in bytes, from 125 up. Default: 2^53 - 1. */
  readonly maxFrameBytes?: number | undefined;
  /** Payload of a message, in bytes, as sent and as inflated. Default: 2^53 - 1. */
  readonly maxMessageBytes?: number | undefined;
  /** Fragments without payload in a row. Default: any number. */
  readonly maxEmptyFragments?: number | undefined;
}

/** How the peer compresses, where permessage-deflate was agreed on (RFC 7692 §7.1). */
export interface ModelDeflate {
  /** The peer's LZ77 window has 2 to this power bytes: 8 to 15. Default: 15. */
  readonly windowBits?: number | undefined;
  /** Whether the peer forgets its window after each message. Default: false. */
  readonly noContextTakeover?: boolean | undefined;
}

/** The parameters for judging the frames of one direction. */
export interface FrameSetup {
  readonly role: ModelRole;
  readonly limits?: ModelLimits | undefined;
  /** Default: no extension was agreed on. */
  readonly deflate?: ModelDeflate | undefined;
  /** Whether the receiver's own Close frame went out before the first of these bytes. Default: false. */
  readonly closeSent?: boolean | undefined;
  /**
   * Drafts 07 to 12 instead of RFC 6455: a length may take any of its forms, and close code 1004 has the present
   * meaning of 1009. Default: false.
   */
  readonly isDraft?: boolean | undefined;
  /** Position of the first frame among all bytes received: the length of the heads. Default: 0. */
  readonly offset?: number | undefined;
}
