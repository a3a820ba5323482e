/**
 * The common part of both Hixie handshakes for a server: the fields that RFC 6455 has too are checked by its
 * rules, and the answer repeats the origin and the URL (hybi-00 §5.2).
 *
 * @module
 */

import {
  type Acceptance,
  acceptRequest,
  type Field,
  fieldList,
  fieldValues,
  type HandshakeOffer,
  type HandshakePolicy,
  type HandshakeRequest,
  judgeRequest,
  type ProtocolVersion,
  type RequestReading,
  type ResponseHead,
} from 'sansocket/handshake';
import type { Violation } from 'sansocket/violations';
import { refuse, refuseAsNow } from './broken.ts';
import { HANDSHAKE_NAME, type Prefix } from './hixie-names.ts';
import type { LegacyViolation } from './legacy-violations.ts';

/** One subprotocol, of any printable ASCII characters. */
const SUBPROTOCOL = /^[\x20-\x7e]+$/;

/** Fields that complete the other fields to a request of RFC 6455. */
const STAND_INS: readonly Field[] = [
  ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
  ['Sec-WebSocket-Version', '13'],
];

/** The options of a server that both Hixie handshakes use. */
export interface HixieRequestOptions {
  readonly version: ProtocolVersion;
  readonly prefix: Prefix;
  /** The name, in lower case, of a field that is not checked. Default: none. */
  readonly ignored?: string | undefined;
}

/** Checks the request without its keys. */
export function readHixieRequest(
  request: HandshakeRequest,
  policy: HandshakePolicy,
  offset: number,
  { version, prefix, ignored }: HixieRequestOptions,
): RequestReading<Violation | LegacyViolation> {
  const isOther = ([name]: Field): boolean =>
    !/^(?:sec-)?websocket-/i.test(name) && name.toLowerCase() !== ignored;
  const fields = [...request.fields.filter(isOther), ...STAND_INS];
  const reading = judgeRequest({ ...request, fields }, policy, offset);
  if (!reading.ok) return reading;
  if (reading.offer.origin === undefined) {
    return refuse('origin-missing', offset, 'Field origin is missing');
  }
  const name = `${prefix}WebSocket-Protocol`;
  const subprotocols = fieldValues(request.fields, name.toLowerCase());
  if (subprotocols.length > 1) {
    return refuseAsNow('field-repeated', offset, `Field ${name} appears twice`);
  }
  if (!subprotocols.every((subprotocol) => SUBPROTOCOL.test(subprotocol))) {
    return refuse('subprotocol-malformed', offset, `Field ${name} is no subprotocol`);
  }
  const offer = { ...reading.offer, version, key: '', subprotocols, fields: request.fields };
  return { ok: true, offer };
}

/** Makes the head of the answer. */
export function acceptHixieRequest(
  offer: HandshakeOffer,
  acceptance: Acceptance,
  { secure, reason, prefix }: { secure: boolean; reason: string; prefix: Prefix },
): ResponseHead {
  for (const [name] of fieldList(acceptance.headers)) {
    if (/^websocket-/i.test(name)) {
      throw new TypeError(`Field ${name} is set by the opening handshake itself`);
    }
  }
  // The checks of RFC 6455 for an acceptance apply here too; its own fields are replaced.
  const head = acceptRequest(offer, acceptance);
  const { subprotocol } = acceptance;
  const fields: Field[] = [
    ['Upgrade', 'WebSocket'],
    ['Connection', 'Upgrade'],
    [`${prefix}WebSocket-Origin`, fieldValues(offer.fields, 'origin').join()],
    [`${prefix}WebSocket-Location`, `${secure ? 'wss' : 'ws'}://${offer.host}${offer.target}`],
  ];
  if (subprotocol !== undefined) fields.push([`${prefix}WebSocket-Protocol`, subprotocol]);
  fields.push(...head.fields.filter(([name]) => !HANDSHAKE_NAME.test(name)));
  return { ...head, reason, fields };
}
