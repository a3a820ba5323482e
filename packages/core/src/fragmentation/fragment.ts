/**
 * Messages to fragments (RFC 6455 §5.4).
 *
 * @module
 */

/**
 * Cuts a payload into fragments of equal size, the last one shorter. A code point of a text may be cut: only the whole
 * message is UTF-8 (§5.6).
 *
 * @param payload - Not changed.
 * @param maxFragmentBytes - Size of a fragment: a whole number from 1 up, which nothing checks here; `Infinity` leaves
 * the message whole.
 * @returns Views of the payload, at least one.
 */
export function fragment(payload: Uint8Array, maxFragmentBytes: number): Uint8Array[] {
  if (payload.length <= maxFragmentBytes) return [payload];
  const fragments: Uint8Array[] = [];
  for (let start = 0; start < payload.length; start += maxFragmentBytes) {
    fragments.push(payload.subarray(start, start + maxFragmentBytes));
  }
  return fragments;
}
