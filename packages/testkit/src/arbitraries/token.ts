/**
 * Tokens of HTTP (RFC 9110 §5.6.2): subprotocols, extensions and their parameters, field names.
 *
 * @module
 */

import fc from 'fast-check';

/** Every character that a token can have, letters first. */
const CHARACTERS =
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~".split('');

/**
 * Yields: tokens of all characters that one can have. Shrinks to: `a`.
 *
 * @param maxLength - Default: 12.
 */
export function token(maxLength = 12): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength })
    .map((characters) => characters.join(''));
}
