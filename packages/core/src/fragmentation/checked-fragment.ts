/**
 * The door to the cutting of messages: arguments are checked there.
 *
 * @module
 */

import { plainBytes } from '../bytes/index.ts';
import { checkKind, fromOne } from '../options/index.ts';
import { uncheckedFragment } from './fragment.ts';

/**
 * Cuts a payload into fragments of equal size, the last one shorter. A code point of a text may be
 * cut: only the whole message is UTF-8 (§5.6).
 *
 * @param payload - Not changed.
 * @param maxFragmentBytes - A whole number from 1 up; `Infinity` leaves the message whole.
 * @returns Views of the payload, at least one.
 * @throws TypeError when the payload is no Uint8Array, or the size no number; RangeError when that is no whole number
 *   from 1 up.
 */
export function fragment(payload: Uint8Array, maxFragmentBytes: number): Uint8Array[] {
  const bytes = plainBytes(payload, 'payload');
  checkKind('maxFragmentBytes', maxFragmentBytes, fromOne);
  return uncheckedFragment(bytes, maxFragmentBytes);
}
