/**
 * Entropy that gives the samples of RFC 6455: the key of §1.3 for the handshake, the masking key of
 * §5.7 for every frame.
 *
 * @module
 */

import { SAMPLE_MASKING_KEY } from './masked-frames.ts';

const NONCE = 'the sample nonce';

/** Fills 16 bytes with the nonce, anything else with masking keys. */
export function sampleEntropy(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = bytes.length === NONCE.length ? NONCE.charCodeAt(i) : SAMPLE_MASKING_KEY[i % 4]!;
  }
}
