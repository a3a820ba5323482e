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
  member,
  pairs,
  strings,
} from '../options/index.ts';
import { encodeBase64 } from './base64.ts';
import { authorizationOf, type BasicCredentials, credentialsOf } from './basic-credentials.ts';
import { type Field, type Fields, fieldValues } from './fields.ts';
import type { RequestHead } from './head.ts';
import { checkedField, checkedFields } from './head-writer.ts';
import { assertSubprotocols } from './subprotocols.ts';
import { hostFieldOf, parseWsUrl, type UrlLike, type WsUrl } from './ws-url.ts';

/** What the client asks for. */
export interface RequestOptions {
  /** 16 bytes that nobody can predict, fresh for each request. */
  readonly key: Uint8Array;
  /** Tokens, all different, the preferred one first. Default: none. */
  readonly subprotocols?: readonly string[] | undefined;
  /** The preferred one first; `offerExtensions` makes it of extensions. Default: none. */
  readonly extensions?: readonly ExtensionOffer[] | undefined;
  /** Fields to add, such as Cookie. Default: none. */
  readonly headers?: Fields | undefined;
  /** The Origin field: browsers send one (RFC 6455 §4.1). Default: none. */
  readonly origin?: string | undefined;
  /** For HTTP's Basic authentication (RFC 7617). Default: those of the URL, or none. */
  readonly credentials?: BasicCredentials | undefined;
}

/** Those that a client's connection hands on. */
export const askChecks: Checks<Omit<RequestOptions, 'key' | 'extensions'>> = {
  subprotocols: strings,
  headers: pairs,
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
 * @throws RangeError when the URL, the key, the subprotocols or the credentials have a value that
 *   cannot be used.
 * @throws TypeError when a field or an extension cannot be sent as it is, or a field is set by the
 *   handshake itself.
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
  if (options.headers && fieldValues(options.headers, 'authorization').length > 0) {
    throw new TypeError('Field Authorization is given twice: as credentials and as a field');
  }
  return authorizationOf(credentials);
}
