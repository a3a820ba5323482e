/**
 * Answers of a server to offers of permessage-deflate (RFC 6455 §9.1, RFC 7692 §7.1).
 *
 * @module
 */

import fc from 'fast-check';
import type { ExtensionOffer, ExtensionParameter } from 'sansocket/extensions';
import { windowBits } from './extension-offer.ts';

const DEFLATE = 'permessage-deflate';

/**
 * Yields: none, or one of the offers of permessage-deflate with any parameters that answer it.
 * Shrinks to: none.
 *
 * @param offers - The offers of the client.
 */
export function extensionAnswer(
  offers: readonly ExtensionOffer[],
): fc.Arbitrary<readonly ExtensionOffer[]> {
  const candidates = offers.filter(({ name }) => name === DEFLATE);
  const none = fc.constant([]);
  if (candidates.length === 0) return none;
  const answers = candidates.map((offer) => deflateAnswer(offer).map((answer) => [answer]));
  return fc.oneof({ withCrossShrink: true }, none, ...answers);
}

/**
 * Yields: an answer to an offer of permessage-deflate: all required parameters, and perhaps optional ones. Shrinks to:
 * only the required parameters.
 */
export function deflateAnswer({ parameters }: ExtensionOffer): fc.Arbitrary<ExtensionOffer> {
  const offered = new Map(parameters);
  const demanded = offered.get('server_max_window_bits');
  const most = offered.get('client_max_window_bits');
  const maybe = (name: string): fc.Arbitrary<ExtensionParameter[]> =>
    fc.constantFrom<ExtensionParameter[]>([], [[name, true]]);
  return fc
    .tuple(
      offered.has('server_no_context_takeover')
        ? fc.constant<ExtensionParameter[]>([['server_no_context_takeover', true]])
        : maybe('server_no_context_takeover'),
      maybe('client_no_context_takeover'),
      bitsUpTo('server_max_window_bits', demanded, demanded === undefined),
      most === undefined
        ? fc.constant<ExtensionParameter[]>([])
        : bitsUpTo('client_max_window_bits', most, true),
    )
    .map((lists) => ({ name: DEFLATE, parameters: lists.flat() }));
}

function bitsUpTo(
  name: string,
  most: string | true | undefined,
  isOptional: boolean,
): fc.Arbitrary<ExtensionParameter[]> {
  const bits = windowBits()
    .filter((value) => Number(value) <= Number(most === true ? 15 : (most ?? 15)))
    .map((value): ExtensionParameter[] => [[name, value]]);
  return isOptional
    ? fc.oneof({ withCrossShrink: true }, fc.constant<ExtensionParameter[]>([]), bits)
    : bits;
}
