/**
 * Ranges of a stream of bytes, and their kinds.
 *
 * @module
 */

/** The kind of a field, which gives it its colour. */
export type FieldKind = 'line' | 'flags' | 'length' | 'key' | 'payload' | 'code' | 'unread';

/** Consecutive bytes with one meaning. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly kind: FieldKind;
  readonly name: string;
  readonly meaning: string;
  /** The bits of the first byte, in groups with their names. */
  readonly bits?: readonly (readonly [name: string, bits: string])[];
}

/** The header of a frame, as it is declared, and its payload. */
export interface FrameHeader {
  readonly fin: boolean;
  /** RSV1 to RSV3 as three bits: RSV1 is 4. */
  readonly rsv: number;
  readonly opcode: number;
  /** The mask bit. */
  readonly isMasked: boolean;
  /** The number of bits that the length is written in. */
  readonly form: 7 | 16 | 64;
  /** The declared length in bytes; above 2^53 only about right. */
  readonly length: number;
  /** The bytes of the key that have come, if the mask bit is set. */
  readonly maskingKey: Uint8Array | undefined;
  /** Position of the first byte of payload. */
  readonly payloadStart: number;
  /** The payload so far, unmasked. */
  readonly payload: Uint8Array;
}

/** A head, a frame, or ignored bytes. */
export interface Part {
  readonly kind: 'head' | 'frame' | 'unread';
  readonly title: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is complete. */
  readonly isWhole: boolean;
  readonly fields: readonly Field[];
  /** Of a frame. */
  readonly header?: FrameHeader;
}
