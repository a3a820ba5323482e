/**
 * Messages to fragments (RFC 6455 §5.4).
 *
 * @module
 */

/** As `fragment`, without checks: a size below 1 would make endless fragments. */
export function uncheckedFragment(payload: Uint8Array, maxFragmentBytes: number): Uint8Array[] {
  if (payload.length <= maxFragmentBytes) return [payload];
  const fragments: Uint8Array[] = [];
  for (let start = 0; start < payload.length; start += maxFragmentBytes) {
    fragments.push(payload.subarray(start, start + maxFragmentBytes));
  }
  return fragments;
}
