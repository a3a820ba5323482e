/**
 * The client's request of an opening handshake (RFC 6455 §4.1). Everything is checked here, before
 * a byte is sent.
 *
 * @module
 */

import { plainBytes } from '../bytes/index.ts';
import { areOffers, type ExtensionOffer, serializeExtensions } from '../extensions/index.ts';
import {
  aString,
  aUint8Array,
  type Checks,
  checkOptions,
  headerFields,
  member,
  strings,
} from '../options/index.ts';
import { encodeBase64 } from './base64.ts';
import { authorizationOf, type BasicCredentials, credentialsOf } from './basic-credentials.ts';
import { type Field, fieldList, fieldValues, type HeaderFields } from './fields.ts';
import type { RequestHead } from './head.ts';
import { checkedField, checkedFields } from './head-writer.ts';
import { assertSubprotocols } from './subprotocols.ts';
import { hostFieldOf, parseWsUrl, type UrlLike, type WsUrl } from './ws-url.ts';

/** The parts of a request that the client chooses. */
export interface RequestOptions {
  /** 16 unpredictable bytes, new for each request. */
  readonly key: Uint8Array;
  /** Tokens, all different, the preferred subprotocol first. Default: none. */
  readonly subprotocols?: readonly string[] | undefined;
  /** The offers, the preferred one first; `offerExtensions` makes them from extensions. Default: none. */
  readonly extensions?: readonly ExtensionOffer[] | undefined;
  /** Fields to add, such as Cookie. Default: none. */
  readonly headers?: HeaderFields | undefined;
  /** The value of the Origin field, which browsers send (RFC 6455 §4.1). Default: no such field. */
  readonly origin?: string | undefined;
  /** Credentials for HTTP's Basic authentication (RFC 7617). Default: those in the URL, if it has any. */
  readonly credentials?: BasicCredentials | undefined;
}

/** Checks for the options that a client's connection passes on to `createRequest`. */
export const askChecks: Checks<Omit<RequestOptions, 'key' | 'extensions'>> = {
  subprotocols: strings,
  headers: headerFields,
  origin: aString,
  credentials: [
    'an object of username and password',
    (value) =>
      typeof member(value, 'username') === 'string' &&
      typeof member(value, 'password') === 'string',
  ],
};

export const requestChecks: Checks<RequestOptions> = {
  ...askChecks,
  key: aUint8Array,
  extensions: ['an array of offers', areOffers],
};

const RESERVED =
  /^(?:host|connection|upgrade|origin|content-length|transfer-encoding|expect|sec-websocket-.*)$/i;

/**
 * Makes the request.
 *
 * @param url - A ws or wss URL without a fragment.
 * @throws RangeError if the value of the URL, the key, the subprotocols or the credentials is not valid.
 * @throws TypeError if a field or an extension cannot be sent unchanged, or the handshake itself sets
 *   the field.
 */
export function createRequest(url: UrlLike, options: RequestOptions): RequestHead {
  const wsUrl = parseWsUrl(url);
  checkOptions(options, requestChecks);
  const fields: Field[] = [
    ['Host', hostFieldOf(wsUrl)],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', encodeKey(options.key)],
  ];
  addOptional(fields, 'Origin', options.origin);
  addOptional(fields, 'Sec-WebSocket-Protocol', joinSubprotocols(options.subprotocols ?? []));
  fields.push(['Sec-WebSocket-Version', '13']);
  addOptional(
    fields,
    'Sec-WebSocket-Extensions',
    serializeExtensions(options.extensions ?? []) || undefined,
  );
  addOptional(fields, 'Authorization', authorization(wsUrl, options));
  fields.push(...checkedFields(options.headers ?? [], RESERVED));
  return { method: 'GET', target: wsUrl.resourceName, httpVersion: '1.1', fields };
}

function addOptional(fields: Field[], name: string, value: string | undefined): void {
  if (value !== undefined) fields.push(checkedField([name, value]));
}

function encodeKey(key: Uint8Array): string {
  const bytes = plainBytes(key, 'key');
  if (bytes.length !== 16) {
    throw new RangeError(`Key must have 16 bytes, got ${bytes.length} (RFC 6455 §4.1)`);
  }
  return encodeBase64(bytes);
}

function joinSubprotocols(subprotocols: readonly string[]): string | undefined {
  assertSubprotocols(subprotocols);
  return subprotocols.length > 0 ? subprotocols.join(', ') : undefined;
}

function authorization({ userinfo }: WsUrl, options: RequestOptions): string | undefined {
  const credentials =
    options.credentials ?? (userinfo === undefined ? undefined : credentialsOf(userinfo));
  if (credentials === undefined) return undefined;
  if (options.headers && fieldValues(fieldList(options.headers), 'authorization').length > 0) {
    throw new TypeError('Field Authorization is given twice: as credentials and as a field');
  }
  return authorizationOf(credentials);
}
