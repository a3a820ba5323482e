/**
 * Makes the bytes of a message that the application receives: it owns them, and they keep few other bytes alive.
 *
 * @module
 */

import { type Allocate, copyBytes, plainBytes, viewOf } from '../bytes/index.ts';

/** From this length on, in bytes, a part is handed out as a view. */
const LONG_PART = 512;

/**
 * Hands out `bytes[start, end)`. Parts of a message are mostly passed on at once or kept together, so that only short
 * parts are copied.
 *
 * @param allocate - Makes the array of a copy. Default: `new Uint8Array`.
 * @returns A view; a copy if a view would keep alive an array of more than twice its length.
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
