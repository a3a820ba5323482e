/**
 * Messages to fragments (RFC 6455 §5.4).
 *
 * @module
 */

/** As `fragment`, of what has been checked: below 1 there would be no end of fragments. */
export function uncheckedFragment(payload: Uint8Array, maxFragmentBytes: number): Uint8Array[] {
  if (payload.length <= maxFragmentBytes) return [payload];
  const fragments: Uint8Array[] = [];
  for (let start = 0; start < payload.length; start += maxFragmentBytes) {
    fragments.push(payload.subarray(start, start + maxFragmentBytes));
  }
  return fragments;
}
