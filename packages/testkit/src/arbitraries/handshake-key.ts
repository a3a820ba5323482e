/**
 * Keys of the opening handshake (RFC 6455 §4.1).
 *
 * @module
 */

import fc from 'fast-check';

/** The key of RFC 6455 §1.3. */
export const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('');

/** Letters of which the last four of six bits are zero, since 16 bytes end there. */
const LAST_LETTERS = ['A', 'Q', 'g', 'w'];

/** Yields: 16 bytes in base64. Shrinks to: the key of RFC 6455 §1.3. */
export function handshakeKey(): fc.Arbitrary<string> {
  const letters = fc.array(fc.constantFrom(...LETTERS), { minLength: 21, maxLength: 21 });
  const any = fc
    .tuple(letters, fc.constantFrom(...LAST_LETTERS))
    .map(([all, last]) => `${all.join('')}${last}==`);
  return fc.oneof({ withCrossShrink: true }, fc.constant(SAMPLE_KEY), any);
}
