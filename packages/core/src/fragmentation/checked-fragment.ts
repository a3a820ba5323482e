/**
 * The public function that cuts messages into fragments: it checks its arguments.
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
 * @param maxFragmentBytes - Size of a fragment: a whole number from 1 up; `Infinity` leaves the message whole.
 * @returns Views of the payload, at least one.
 * @throws TypeError if the payload is not a Uint8Array or the size is not a number; RangeError if the size is not a
 *   whole number from 1 up.
 */
export function fragment(payload: Uint8Array, maxFragmentBytes: number): Uint8Array[] {
  const bytes = plainBytes(payload, 'payload');
  checkKind('maxFragmentBytes', maxFragmentBytes, fromOne);
  return uncheckedFragment(bytes, maxFragmentBytes);
}
