/**
 * Capabilities as an adapter lends them, in the plainest code.
 *
 * @module
 */

import type { Capabilities } from 'sansocket';

export const plainCapabilities: Capabilities = {
  mask(bytes, start, end, word) {
    for (let i = start; i < end; i++) bytes[i]! ^= word >>> (8 * ((i - start) & 3));
  },
  decodeText(bytes, start, end) {
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      return decoder.decode(bytes.subarray(start, end));
    } catch {
      return undefined;
    }
  },
  decodeAscii: (bytes, start, end) => String.fromCharCode(...bytes.subarray(start, end)),
  encodeText: (text, target, position) =>
    new TextEncoder().encodeInto(text, target.subarray(position)).written,
  allocate: (bytes) => new Uint8Array(bytes).fill(0xee),
};
