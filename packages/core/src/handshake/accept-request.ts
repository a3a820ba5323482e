/**
 * The server's acceptance of an opening handshake: the response 101 (RFC 6455 §4.2.2).
 *
 * @module
 */

import type { ByteQueue } from '../bytes/index.ts';
import {
  areOffers,
  type ExtensionOffer,
  parseExtensions,
  serializeExtensions,
} from '../extensions/index.ts';
import { aString, type Checks, checkOptions, headerFields } from '../options/index.ts';
import { acceptValue, type Sha1 } from './accept-value.ts';
import type { Field, Fields, HeaderFields } from './fields.ts';
import type { HandshakeOffer } from './handshake-offer.ts';
import type { ResponseHead } from './head.ts';
import { checkedFields, put, serializeResponse } from './head-writer.ts';
import { reasonPhrase } from './reason-phrase.ts';

/** The server's choice from an offer. */
export interface Acceptance {
  /** One of the offered subprotocols, in the client's spelling. Default: none. */
  readonly subprotocol?: string | undefined;
  /** The extensions in use, in the order of processing, or a field value. Default: none. */
  readonly extensions?: string | readonly ExtensionOffer[] | undefined;
  /** Fields to add, such as Set-Cookie. Default: none. */
  readonly headers?: HeaderFields | undefined;
}

export const acceptanceChecks: Checks<Acceptance> = {
  subprotocol: aString,
  extensions: [
    'a string or an array of offers',
    (value) => typeof value === 'string' || areOffers(value),
  ],
  headers: headerFields,
};

const RESERVED = /^(?:connection|upgrade|content-length|transfer-encoding|sec-websocket-.*)$/i;

/** Length of an accept value in characters: base64 of 20 bytes. */
const ACCEPT_LENGTH = 28;

/** The response to most requests, with a placeholder for the accept value. */
const USUAL = /* @__PURE__ */ serializeResponse(responseOf('='.repeat(ACCEPT_LENGTH)));

/**
 * Makes the response that establishes the connection.
 *
 * @throws RangeError if the subprotocol or an extension was not offered.
 * @throws TypeError if a field or an extension cannot be sent unchanged, or the handshake itself sets
 *   the field.
 */
export function acceptRequest(offer: HandshakeOffer, acceptance: Acceptance = {}): ResponseHead {
  checkOptions(acceptance, acceptanceChecks, 'acceptance');
  const added = addedFields(offer, acceptance);
  return responseOf(acceptValue(offer.key), added);
}

/**
 * Writes the response of `acceptRequest` directly into `output`.
 *
 * @param output - The response is added at its end.
 * @param hash - As for `acceptValue`.
 * @throws As `acceptRequest`; then nothing is written.
 */
export function writeAcceptance(
  offer: HandshakeOffer,
  acceptance: Acceptance,
  output: Pick<ByteQueue, 'reserve' | 'bytes'>,
  hash?: Sha1,
): void {
  const added = addedFields(offer, acceptance);
  const accept = acceptValue(offer.key, hash);
  const bytes = added.length > 0 ? serializeResponse(responseOf(accept, added)) : USUAL;
  const position = output.reserve(bytes.length);
  output.bytes.set(bytes, position);
  // The accept value comes before the two line ends of the usual response: at the same place in every response.
  put(output.bytes, position + USUAL.length - 4 - ACCEPT_LENGTH, accept);
}

function responseOf(accept: string, added: Fields = []): ResponseHead {
  const fields: Fields = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', accept],
    ...added,
  ];
  return { status: 101, reason: reasonPhrase(101), httpVersion: '1.1', fields };
}

/** The fields that depend on the choice. @throws As `acceptRequest`. */
export function addedFields(
  offer: Pick<HandshakeOffer, 'subprotocols' | 'extensions'>,
  acceptance: Acceptance,
): Fields {
  const { subprotocol, headers = [] } = acceptance;
  const extensions = chosenExtensions(offer, acceptance.extensions ?? []);
  if (subprotocol !== undefined && !offer.subprotocols.includes(subprotocol)) {
    throw new RangeError(
      `Subprotocol of ${subprotocol.length} characters was not offered (RFC 6455 §4.2.2)`,
    );
  }
  const fields: Field[] = [];
  if (subprotocol !== undefined) fields.push(['Sec-WebSocket-Protocol', subprotocol]);
  if (extensions !== '') fields.push(['Sec-WebSocket-Extensions', extensions]);
  fields.push(...checkedFields(headers, RESERVED));
  return fields;
}

function chosenExtensions(
  offer: Pick<HandshakeOffer, 'extensions'>,
  chosen: string | readonly ExtensionOffer[],
): string {
  let list = chosen;
  if (typeof list === 'string') {
    const reading = parseExtensions([list]);
    if (!reading.ok)
      throw new TypeError(`Extensions of ${list.length} characters are no list (RFC 6455 §9.1)`);
    list = reading.offers;
  }
  for (const { name } of list) {
    if (!offer.extensions.some((other) => other.name === name)) {
      throw new RangeError(
        `Extension of ${name.length} characters was not offered (RFC 6455 §4.2.2)`,
      );
    }
  }
  return serializeExtensions(list);
}
