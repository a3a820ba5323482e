/**
 * The peer's part in the opening handshake with a connection of core: the sample of RFC 6455 §1.3, so that nothing has
 * to be computed.
 *
 * @module
 */

import type { ConnectionOptions, Role } from 'sansocket';
import type {
  Extension,
  ExtensionOffer,
  ExtensionParameters,
  ExtensionSession,
} from 'sansocket/extensions';
import type { FillRandom } from 'sansocket/masking';
import { isLegalAnswer } from '../model/index.ts';
import { latin1, serializeHead, type WireField } from '../wire/index.ts';

/** The accept value for the key of the sample. */
export const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** The URL that clients connect to. */
export const SAMPLE_URL = 'ws://server.example.com/chat';

/**
 * The bytes that a peer of this role sends to open the connection; it offers, or accepts, every extension of the
 * options by its name.
 */
export function sampleOpening(role: Role, { extensions = [] }: ConnectionOptions): Uint8Array {
  const names = extensions.map(({ name }) => name).join(', ');
  const firstLine = role === 'server' ? 'GET /chat HTTP/1.1' : 'HTTP/1.1 101 Switching Protocols';
  const fields: WireField[] = [
    { name: 'Upgrade', value: 'websocket' },
    { name: 'Connection', value: 'Upgrade' },
    ...(role === 'server' ? REQUEST_FIELDS : RESPONSE_FIELDS),
    ...(names === '' ? [] : [{ name: 'Sec-WebSocket-Extensions', value: names }]),
  ];
  return serializeHead({ firstLine, fields });
}

const REQUEST_FIELDS: readonly WireField[] = [
  { name: 'Host', value: 'server.example.com' },
  { name: 'Sec-WebSocket-Key', value: 'dGhlIHNhbXBsZSBub25jZQ==' },
  { name: 'Sec-WebSocket-Version', value: '13' },
];

const RESPONSE_FIELDS: readonly WireField[] = [
  { name: 'Sec-WebSocket-Accept', value: SAMPLE_ACCEPT },
];

/** Entropy that gives the nonce of the sample for the opening handshake, then masking keys. */
export function sampleRandom(): FillRandom {
  return randomWithNonce(latin1('the sample nonce'));
}

/** Entropy that gives these 16 bytes for the opening handshake, then masking keys. */
export function randomWithNonce(nonce: Uint8Array): FillRandom {
  let last = 0;
  return (bytes) => {
    const isNonce = bytes.length === nonce.length;
    for (let i = 0; i < bytes.length; i++) bytes[i] = isNonce ? nonce[i]! : ++last * 151;
  };
}

/** The 16 bytes that a key encodes (RFC 4648 §4). */
export function nonceOf(key: string): Uint8Array {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const sextets = Array.from(key.slice(0, 22), (letter) => letters.indexOf(letter));
  const bits = sextets.map((sextet) => sextet.toString(2).padStart(6, '0')).join('');
  return Uint8Array.from({ length: 16 }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2),
  );
}

/**
 * Extensions that offer these parameters and do nothing. The reference model judges whether an answer to
 * permessage-deflate agrees with its offers: extensions themselves are not under test.
 */
export function offering(offers: readonly ExtensionOffer[]): readonly Extension[] {
  const session: ExtensionSession = { reservedBits: 0 };
  return [...new Set(offers.map(({ name }) => name))].map((name) => {
    const parameters = offers.filter((offer) => offer.name === name).map((its) => its.parameters);
    const isLegal = (answer: ExtensionParameters): boolean =>
      name !== 'permessage-deflate' || isLegalAnswer(answer, parameters);
    return {
      name,
      offers: () => parameters,
      accept: () => undefined,
      activate: (answer) => (isLegal(answer) ? session : undefined),
    };
  });
}
