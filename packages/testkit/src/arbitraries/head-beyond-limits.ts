/**
 * Heads of an opening handshake that are well-formed and too large (RFC 6455 §10.4).
 *
 * @module
 */

import fc from 'fast-check';
import type { ViolationId } from 'sansocket/violations';
import { fieldLine, latin1 } from '../wire/index.ts';
import type { DefectiveHead } from './head-defect.ts';

/** The limits of the receiver. */
export interface HeadLimits {
  /** The whole head, in bytes. Default: 16,384. */
  readonly maxHandshakeBytes: number;
  /** A line with its CR LF, in bytes. Default: 16,384. */
  readonly maxHandshakeLineBytes: number;
  /** Fields, a number. Default: 100. */
  readonly maxHandshakeFields: number;
}

/** Bytes of a line among many. */
const LINE_LENGTH = 500;

/**
 * Yields: a head that exceeds one of the limits by one: its first line, a line of a field, the whole head, the number
 * of its fields. Shrinks to: the first line.
 */
export function headBeyondLimits(
  kind: 'request' | 'response',
  given: Partial<HeadLimits> = {},
): fc.Arbitrary<DefectiveHead> {
  const limits = {
    maxHandshakeBytes: 16_384,
    maxHandshakeLineBytes: 16_384,
    maxHandshakeFields: 100,
    ...given,
  };
  return fc.constantFrom(
    firstLineTooLong(kind, limits),
    fieldLineTooLong(kind, limits),
    headTooLong(kind, limits),
    tooManyFields(kind, limits),
  );
}

function firstLineTooLong(
  kind: 'request' | 'response',
  { maxHandshakeBytes, maxHandshakeLineBytes }: HeadLimits,
): DefectiveHead {
  const line =
    kind === 'request'
      ? `GET /${'a'.repeat(maxHandshakeLineBytes)}`
      : `HTTP/1.1 101 ${'a'.repeat(maxHandshakeLineBytes)}`;
  const isHead = maxHandshakeBytes <= maxHandshakeLineBytes;
  const rule = isHead ? 'head-too-long' : 'head-line-too-long';
  return kind === 'request' && maxHandshakeLineBytes <= maxHandshakeBytes
    ? beyond('first-line-too-long', 'request-line-too-long', [line], maxHandshakeLineBytes)
    : beyond(
        'first-line-too-long',
        rule,
        [line],
        Math.min(maxHandshakeBytes, maxHandshakeLineBytes),
      );
}

function fieldLineTooLong(
  kind: 'request' | 'response',
  { maxHandshakeBytes, maxHandshakeLineBytes }: HeadLimits,
): DefectiveHead {
  const first = firstLineOf(kind);
  const line = fieldLine({ name: 'x-long', value: 'a'.repeat(maxHandshakeLineBytes) });
  const offset = first.length + 2 + maxHandshakeLineBytes;
  return offset < maxHandshakeBytes
    ? beyond('field-line-too-long', 'head-line-too-long', [first, line], offset)
    : beyond('field-line-too-long', 'head-too-long', [first, line], maxHandshakeBytes);
}

/** Within the limits of lines and fields, as long as these leave room for so many bytes. */
function headTooLong(
  kind: 'request' | 'response',
  { maxHandshakeBytes }: HeadLimits,
): DefectiveHead {
  const line = fieldLine({ name: 'x-one', value: 'a'.repeat(LINE_LENGTH) });
  const count = Math.ceil(maxHandshakeBytes / line.length);
  const lines = [firstLineOf(kind), ...Array.from({ length: count }, () => line)];
  return beyond('head-too-long', 'head-too-long', lines, maxHandshakeBytes);
}

function tooManyFields(
  kind: 'request' | 'response',
  { maxHandshakeFields }: HeadLimits,
): DefectiveHead {
  const line = fieldLine({ name: 'x', value: '' });
  const allowed = [firstLineOf(kind), ...Array.from({ length: maxHandshakeFields }, () => line)];
  const offset = allowed.join('\r\n').length + 2;
  return beyond('one-field-more', 'too-many-fields', [...allowed, line], offset);
}

function beyond(
  label: string,
  rule: ViolationId,
  lines: readonly string[],
  offset: number,
): DefectiveHead {
  return { label, rule, bytes: latin1(`${lines.join('\r\n')}\r\n\r\n`), offset };
}

function firstLineOf(kind: 'request' | 'response'): string {
  return kind === 'request' ? 'GET /chat HTTP/1.1' : 'HTTP/1.1 101 Switching Protocols';
}
