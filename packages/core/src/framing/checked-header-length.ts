/**
 * The public function for the length of a header: it checks its arguments.
 *
 * @module
 */

import { aBoolean, checkKind, fromZero } from '../options/index.ts';
import { lengthOfHeader } from './frame-header.ts';

/**
 * The length of a header in its shortest form (RFC 6455 §5.2).
 *
 * @param payloadLength - In bytes, from 0 up.
 * @returns In bytes, 2 to 14.
 * @throws TypeError if an argument is of another kind; RangeError if the length is not a whole number from 0 up.
 */
export function headerLength(payloadLength: number, masked: boolean): number {
  checkKind('payloadLength', payloadLength, fromZero);
  checkKind('masked', masked, aBoolean);
  return lengthOfHeader(payloadLength, masked);
}
