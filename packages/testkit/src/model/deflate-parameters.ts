/**
 * The parameters of permessage-deflate (RFC 7692 §7.1): which offers and answers are legal, and what
 * an answer says about the peer's compressor.
 *
 *     server_no_context_takeover   no value
 *     client_no_context_takeover   no value
 *     server_max_window_bits       8 to 15
 *     client_max_window_bits       8 to 15; in an offer also without value
 *
 * @module
 */

import type { ModelExtension, ModelParameter } from './extension-list.ts';
import type { ModelDeflate, ModelRole } from './setup.ts';

/** The registered name (§7). */
export const DEFLATE = 'permessage-deflate';

const names = [
  'server_no_context_takeover',
  'client_no_context_takeover',
  'server_max_window_bits',
  'client_max_window_bits',
] as const;

type Name = (typeof names)[number];

type Parameters = Readonly<Partial<Record<Name, string | true>>>;

/** Whether a server may accept the parameters of an offer (§7.1): all others it has to decline. */
export function isLegalOffer(parameters: readonly ModelParameter[]): boolean {
  return read(parameters, 'offer') !== undefined;
}

/**
 * Whether the parameters of an answer agree with at least one of the offers (§7.1).
 *
 * @param offers - The parameters of each permessage-deflate element that the client sent.
 */
export function isLegalAnswer(
  answer: readonly ModelParameter[],
  offers: readonly (readonly ModelParameter[])[],
): boolean {
  const agreed = read(answer, 'answer');
  if (agreed === undefined) return false;
  return offers.some((offer) => {
    const offered = read(offer, 'offer');
    return offered !== undefined && answers(agreed, offered);
  });
}

/**
 * How the peer compresses.
 *
 * @param inUse - The extensions of the response; legal.
 * @param role - The end that receives.
 * @returns `undefined` where permessage-deflate is not in use.
 */
export function peerDeflate(
  inUse: readonly ModelExtension[],
  role: ModelRole,
): ModelDeflate | undefined {
  const deflate = inUse.find(({ name }) => name === DEFLATE);
  if (deflate === undefined) return undefined;
  const agreed = read(deflate.parameters, 'answer') ?? {};
  const peer = role === 'client' ? 'server' : 'client';
  return {
    windowBits: Number(agreed[`${peer}_max_window_bits`] ?? 15),
    noContextTakeover: agreed[`${peer}_no_context_takeover`] === true,
  };
}

/**
 * How an end compresses itself: as the answer says and, for a client, as it has announced in whichever of its
 * offers the answer agrees with (§7.1.1.2, §7.1.2.2).
 *
 * @param inUse - The extensions of the response; legal.
 * @param role - The end that sends.
 * @param offers - The parameters of each permessage-deflate element that the client sent.
 * @returns `undefined` where permessage-deflate is not in use.
 */
export function ownDeflate(
  inUse: readonly ModelExtension[],
  role: ModelRole,
  offers: readonly (readonly ModelParameter[])[],
): ModelDeflate | undefined {
  const told = peerDeflate(inUse, role === 'client' ? 'server' : 'client');
  if (told === undefined || role === 'server') return told;
  const { parameters } = inUse.find(({ name }) => name === DEFLATE)!;
  const agreeing = offers
    .filter((offer) => isLegalAnswer(parameters, [offer]))
    .map((offer) => read(offer, 'offer')!);
  const announced = agreeing.map((offer) => Number(bitsOf(offer.client_max_window_bits) ?? 15));
  const forgets = agreeing.every((offer) => offer.client_no_context_takeover === true);
  return {
    windowBits: Math.min(told.windowBits!, Math.max(...announced)),
    noContextTakeover: told.noContextTakeover === true || (agreeing.length > 0 && forgets),
  };
}

/** Without a value the parameter announces nothing. */
function bitsOf(value: string | true | undefined): string | undefined {
  return value === true ? undefined : value;
}

/** §7.1.1.1, §7.1.2.1 and §7.1.2.2: demands that the server has to meet, and what it may not add. */
function answers(agreed: Parameters, offered: Parameters): boolean {
  const limit = Number(offered.server_max_window_bits ?? 15);
  const isLimited = offered.server_max_window_bits !== undefined;
  const bits = Number(agreed.server_max_window_bits ?? (isLimited ? Infinity : 15));
  const isRemembering = agreed.server_no_context_takeover === undefined;
  if (bits > limit) return false;
  if (offered.server_no_context_takeover === true && isRemembering) return false;
  return (
    agreed.client_max_window_bits === undefined || offered.client_max_window_bits !== undefined
  );
}

/** @returns `undefined` for a parameter that is not defined, repeated or has an invalid value. */
function read(
  parameters: readonly ModelParameter[],
  where: 'offer' | 'answer',
): Parameters | undefined {
  const known = parameters.every(
    ([name, value]) => isName(name) && isValue(name, value, where === 'offer'),
  );
  const isUnique = new Set(parameters.map(([name]) => name)).size === parameters.length;
  return known && isUnique ? Object.fromEntries(parameters) : undefined;
}

function isName(name: string): name is Name {
  return names.some((other) => other === name);
}

function isValue(name: Name, value: string | true, inOffer: boolean): boolean {
  if (name.endsWith('_no_context_takeover')) return value === true;
  if (value === true) return inOffer && name === 'client_max_window_bits';
  return /^(?:[89]|1[0-5])$/.test(value);
}
