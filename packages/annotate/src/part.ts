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

/** A head, a frame, or ignored bytes. */
export interface Part {
  readonly kind: 'head' | 'frame' | 'unread';
  readonly title: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is complete. */
  readonly isWhole: boolean;
  readonly fields: readonly Field[];
}
