/**
 * The opening handshake as the peer of a connection of core has its part in it: the sample of
 * RFC 6455 §1.3, so that nothing has to be computed.
 *
 * @module
 */

import type { ConnectionOptions, Role } from 'sansocket';
import type { FillRandom } from 'sansocket/masking';
import { serializeHead, type WireField } from '../wire/index.ts';

/** What answers the key of the sample. */
export const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** Where clients connect to. */
export const SAMPLE_URL = 'ws://server.example.com/chat';

/**
 * What the peer of this role sends to open the connection; it offers, or accepts, every extension of
 * the options by its name.
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
  let last = 0;
  return (bytes) => {
    const isNonce = bytes.length === NONCE.length;
    for (let i = 0; i < bytes.length; i++) bytes[i] = isNonce ? NONCE.charCodeAt(i) : ++last * 151;
  };
}

const NONCE = 'the sample nonce';
