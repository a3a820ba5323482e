/**
 * Replaces invalid UTF-8 by U+FFFD: Hixie does not fail a connection for it (hybi-00 §4.2, RFC 3629).
 *
 * One U+FFFD replaces each longest beginning of an incomplete code point, as in browsers.
 *
 * @module
 */

import { ByteQueue, Utf8Validator } from 'sansocket/bytes';

const REPLACEMENT: readonly number[] = [0xef, 0xbf, 0xbd];

/**
 * @param bytes - Not changed; the result is a view of them if they are valid.
 * @param isLast - Whether the text ends with these bytes: then an incomplete code point at the end is replaced.
 * @returns The repaired UTF-8, and up to 3 bytes of a code point that later bytes can still complete.
 */
export function repairUtf8(
  bytes: Uint8Array,
  isLast: boolean,
): { readonly text: Uint8Array; readonly tail: Uint8Array } {
  const validator = new Utf8Validator();
  const repaired = new ByteQueue();
  const replacement = Uint8Array.from(REPLACEMENT);
  let start = 0;
  for (let index: number; (index = validator.push(bytes, start)) !== -1; ) {
    const { begun } = validator;
    repaired.append(bytes, start, index - begun);
    repaired.append(replacement);
    // The byte that did not continue a code point can begin another one.
    start = begun > 0 ? index : index + 1;
    validator.reset();
  }
  const end = bytes.length - validator.begun;
  const tail = isLast ? bytes.subarray(bytes.length) : bytes.subarray(end);
  if (repaired.length === 0 && (end === bytes.length || !isLast)) {
    return { text: bytes.subarray(0, end), tail };
  }
  repaired.append(bytes, start, end);
  if (isLast && end < bytes.length) repaired.append(replacement);
  return { text: repaired.take(), tail };
}
