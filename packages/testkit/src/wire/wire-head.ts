/**
 * Heads of HTTP/1.1 to bytes, legal or not (RFC 9112 §2.1): lines are written as they are given.
 *
 *     first line CR LF
 *     name separator value padding CR LF      for each field
 *     CR LF
 *
 * @module
 */

import { latin1 } from './bytes.ts';

/** A header field as it is written to its line. */
export interface WireField {
  readonly name: string;
  readonly value: string;
  /** The text between the two. Default: a colon and a space. */
  readonly separator?: string;
  /** The text after the value. Default: nothing. */
  readonly padding?: string;
}

/** A head as it is written to the wire. It is not checked. */
export interface WireHead {
  readonly firstLine: string;
  readonly fields: readonly WireField[];
  /** Empty lines before the first line. Default: 0. */
  readonly emptyLines?: number;
}

/** The bytes of a head, one for each character. */
export function serializeHead(head: WireHead): Uint8Array {
  return latin1(headText(head));
}

/** A head as text, the last empty line included. */
export function headText({ firstLine, fields, emptyLines = 0 }: WireHead): string {
  const lines = [firstLine, ...fields.map(fieldLine), '', ''];
  return '\r\n'.repeat(emptyLines) + lines.join('\r\n');
}

/** The line of a field, without its end. */
export function fieldLine({ name, value, separator = ': ', padding = '' }: WireField): string {
  return name + separator + value + padding;
}
