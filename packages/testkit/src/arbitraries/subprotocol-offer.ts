/**
 * Offers of subprotocols (RFC 6455 §4.1, §11.3.4).
 *
 * @module
 */

import fc from 'fast-check';
import { token } from './token.ts';

const REGISTERED = ['chat', 'superchat', 'Chat', 'mqtt', 'v12.stomp', 'graphql-transport-ws'];

/**
 * Yields: tokens, all different, the preferred one first; some differ in case only. Shrinks to: one
 * token.
 *
 * @param maxLength - The most of them. Default: 5.
 */
export function subprotocolOffer(maxLength = 5): fc.Arbitrary<readonly string[]> {
  const subprotocol = fc.oneof({ withCrossShrink: true }, fc.constantFrom(...REGISTERED), token());
  return fc.uniqueArray(subprotocol, { minLength: 1, maxLength });
}
