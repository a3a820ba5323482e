/**
 * Ranges of a stream of bytes, and what they are.
 *
 * @module
 */

/** What a field is, which gives it its colour. */
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

/** A head, a frame, or what nobody looks at. */
export interface Part {
  readonly kind: 'head' | 'frame' | 'unread';
  readonly title: string;
  readonly start: number;
  readonly end: number;
  /** Whether all of it is there. */
  readonly isWhole: boolean;
  readonly fields: readonly Field[];
}
