/**
 * Bytes of a message as the application gets them: for good, and so that they keep little else alive.
 *
 * @module
 */

import { type Allocate, copyBytes, plainBytes, viewOf } from '../bytes/index.ts';

/** From here on, in bytes, a part is handed out as a view. */
const LONG_PART = 512;

/**
 * A view, unless it would keep alive an array of more than twice its length. Parts of a message are passed on, or
 * kept together: among parts only short ones are copied.
 *
 * @param allocate - Makes the array of a copy. Default: `new Uint8Array`.
 */
export function handOut(
  bytes: Uint8Array,
  start: number,
  end: number,
  isPart: boolean,
  allocate: Allocate | undefined,
): Uint8Array {
  const isLongPart = isPart && end - start >= LONG_PART;
  if (!isLongPart && 2 * (end - start) < bytes.buffer.byteLength) {
    return copyBytes(bytes, start, end, allocate);
  }
  const isAll = start === 0 && end === bytes.length;
  return isAll ? plainBytes(bytes, 'bytes') : viewOf(bytes, start, end);
}
