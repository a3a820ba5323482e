/**
 * Offers of extensions (RFC 6455 §9.1, RFC 7692 §7.1).
 *
 * @module
 */

import fc from 'fast-check';
import type { ExtensionOffer, ExtensionParameter } from 'sansocket/extensions';
import { token } from './token.ts';

/**
 * Yields: permessage-deflate with any legal parameters, several times even, and extensions that
 * nobody knows. Shrinks to: no offer.
 *
 * @param maxLength - The most offers. Default: 3.
 */
export function extensionOffer(maxLength = 3): fc.Arbitrary<readonly ExtensionOffer[]> {
  const offer = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: deflateOffer() },
    { weight: 1, arbitrary: unknownOffer() },
  );
  return fc.array(offer, { maxLength });
}

/**
 * Yields: an offer of permessage-deflate with any of its four parameters in any order. Shrinks to:
 * the bare name.
 */
export function deflateOffer(): fc.Arbitrary<ExtensionOffer> {
  const bits = windowBits();
  const parameters: fc.Arbitrary<ExtensionParameter>[] = [
    fc.constant(['client_max_window_bits', true]),
    fc.constant(['server_no_context_takeover', true]),
    fc.constant(['client_no_context_takeover', true]),
    bits.map((value) => ['server_max_window_bits', value]),
    bits.map((value) => ['client_max_window_bits', value]),
  ];
  return fc
    .tuple(fc.tuple(...parameters), fc.shuffledSubarray([0, 1, 2, 3, 4]))
    .map(([all, chosen]) => ({
      name: 'permessage-deflate',
      parameters: uniqueNames(chosen.map((i) => all[i]!)),
    }));
}

/**
 * Yields: an offer of permessage-deflate that a server has to decline (RFC 7692 §7.1). Shrinks to: the one
 * parameter that is wrong.
 */
export function illegalDeflateOffer(): fc.Arbitrary<ExtensionOffer> {
  const wrong = fc.constantFrom(...ILLEGAL);
  return fc.tuple(deflateOffer(), wrong, fc.boolean()).map(([offer, parameter, isFirst]) => {
    const others = offer.parameters.filter(([name]) => name !== parameter[0]);
    // What is legal once is not legal twice.
    const its = isLegalAlone(parameter) ? [parameter, parameter] : [parameter];
    const parameters = isFirst ? [...its, ...others] : [...others, ...its];
    return { name: offer.name, parameters };
  });
}

const TAKEOVER: readonly string[] = ['server_no_context_takeover', 'client_no_context_takeover'];
const BITS: readonly string[] = ['server_max_window_bits', 'client_max_window_bits'];

const ILLEGAL: readonly ExtensionParameter[] = [
  ['x-unknown', true],
  ['x-unknown', '1'],
  ...TAKEOVER.flatMap((name): ExtensionParameter[] => [
    [name, '1'],
    [name, 'true'],
    [name, true],
  ]),
  ...BITS.flatMap((name) =>
    ['7', '16', '08', '0', '-8', '+9', '9.0', '1e1', '0xa', '10'].map(
      (value): ExtensionParameter => [name, value],
    ),
  ),
  ['server_max_window_bits', true],
  ['client_max_window_bits', true],
];

function isLegalAlone([name, value]: ExtensionParameter): boolean {
  if (TAKEOVER.includes(name)) return value === true;
  return value === '10' || (name === 'client_max_window_bits' && value === true);
}

/** Yields: the value of a parameter for windows, `8` to `15`. Shrinks to: `15`. */
export function windowBits(): fc.Arbitrary<string> {
  return fc.constantFrom('15', '8', '9', '10', '11', '12', '13', '14');
}

function unknownOffer(): fc.Arbitrary<ExtensionOffer> {
  const parameter: fc.Arbitrary<ExtensionParameter> = fc.tuple(
    token(),
    fc.option(token(), { nil: true as const }),
  );
  return fc.record({
    name: token().map((name) => `x-${name}`),
    parameters: fc.array(parameter, { maxLength: 3 }),
  });
}

function uniqueNames(parameters: readonly ExtensionParameter[]): ExtensionParameter[] {
  return parameters.filter(([name], i) => parameters.findIndex((other) => other[0] === name) === i);
}
