/**
 * The ws and wss URLs (RFC 6455 §3), parsed without a URL class: not every engine has one.
 *
 *     ws-URI  = "ws:"  "//" [ userinfo "@" ] host [ ":" port ] path [ "?" query ]
 *     wss-URI = "wss:" "//" [ userinfo "@" ] host [ ":" port ] path [ "?" query ]
 *
 * User information is not in RFC 6455; it is accepted because RFC 3986 §3.2.1 and browsers have it.
 *
 * @module
 */

import { checkKind, type Kind } from '../options/index.ts';
import { isIpv6 } from './authority.ts';
import { hostToAscii } from './host-to-ascii.ts';

/** Spaces and control characters at both ends; tabs and line ends anywhere. */
const NOT_URL = /^[\0-\x20]+|[\0-\x20]+$|[\t\n\r]+/g;

/** The components of a ws or wss URL (RFC 6455 §3). */
export interface WsUrl {
  /** Whether the scheme is wss: the connection uses TLS. */
  readonly secure: boolean;
  /** The host in ASCII and lower case; an IPv6 address in brackets. */
  readonly host: string;
  /** The port, 1 to 65535; 80 or 443 if the URL has none. */
  readonly port: number;
  /** The path with the query, ASCII only: the target of the request. */
  readonly resourceName: string;
  /** The text before `@`, percent-encoded; `undefined` if there is no such text, as in browsers. */
  readonly userinfo: string | undefined;
}

/** A URL as a text, or as a `URL` of the runtime. */
export type UrlLike = string | { readonly href: string };

export const aUrl: Kind<UrlLike> = [
  'a string or a URL object',
  (value) =>
    typeof (value as { href?: unknown } | undefined)?.href === 'string' ||
    typeof value === 'string',
];

/** @returns The URL as a text. Throws TypeError if it is neither a string nor a URL object. */
export function urlTextOf(given: UrlLike): string {
  checkKind('URL', given, aUrl);
  return typeof given === 'string' ? given : given.href;
}

const WS_URL = /^(ws|http)(s?):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#)?/i;

/**
 * Parses a URL. An http URL means the ws URL, and https wss, as in browsers. Characters that RFC 3986 does not allow in
 * a path or a query are percent-encoded as UTF-8 (§11.1), and so is a lone `%`. As in browsers, spaces and control
 * characters around the URL are left out, and tabs and line ends within it.
 *
 * @throws RangeError that names the wrong component; user information is never in the message. TypeError if `url` is
 *   neither a string nor a URL object.
 */
export function parseWsUrl(url: UrlLike): WsUrl {
  const match = WS_URL.exec(urlTextOf(url).replace(NOT_URL, ''));
  if (match === null)
    throw new RangeError('URL must start with ws:// or wss://, http:// or https:// (RFC 6455 §3)');
  if (match[6] !== undefined) throw new RangeError('URL has a fragment (RFC 6455 §3)');
  const secure = match[2] !== '';
  const authority = match[3]!;
  const at = authority.lastIndexOf('@');
  const hostAndPort = authority.slice(at + 1);
  const query = match[5] === '?' ? undefined : match[5];
  const resource = (match[4] || '/') + (query ?? '');
  return {
    secure,
    ...parseHostAndPort(hostAndPort, secure, resource),
    resourceName: encodeResource(resource),
    userinfo: at > 0 ? encodeResource(authority.slice(0, at)) : undefined,
  };
}

function parseHostAndPort(
  hostAndPort: string,
  secure: boolean,
  resource: string,
): Pick<WsUrl, 'host' | 'port'> {
  const colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1);
  const end = colon < 0 ? hostAndPort.length : colon;
  try {
    const host = parseHost(hostAndPort.slice(0, end));
    return { host, port: parsePort(hostAndPort.slice(end + 1), secure) };
  } catch (error) {
    // The text read as host and port can be a user name and a password that contains a slash.
    if (!resource.includes('@')) throw error;
    throw new RangeError(
      'Host or port cannot be used; "/", "?" and "#" in user information are to be percent-encoded (RFC 3986 §3.2.1)',
    );
  }
}

/** Makes the text of a parsed URL, without user information. */
export function urlOf(url: WsUrl): string {
  return `${url.secure ? 'wss' : 'ws'}://${hostFieldOf(url)}${url.resourceName}`;
}

/** The value of the Host field: it contains the port if that is not the scheme's default (§4.1). */
export function hostFieldOf({ host, port, secure }: WsUrl): string {
  return port === defaultPort(secure) ? host : `${host}:${port}`;
}

function parseHost(host: string): string {
  if (!host.startsWith('[')) return hostToAscii(host);
  if (!isIpv6(host.slice(1, -1))) {
    throw new RangeError('Host in brackets is no IPv6 address (RFC 6455 §3)');
  }
  return host.toLowerCase();
}

function parsePort(port: string, secure: boolean): number {
  if (port === '') return defaultPort(secure);
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number > 0 && number <= 0xffff) return number;
  // In a URL without a host the text can be a password, so the error does not contain it.
  throw new RangeError(`Port must be 1 to 65535, got ${port.length} characters (RFC 6455 §3)`);
}

function defaultPort(secure: boolean): number {
  return secure ? 443 : 80;
}

/** Percent-encodes the characters that RFC 3986 §3.3 and §3.4 do not allow: all that are not in the class. */
function encodeResource(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[^\w\-.~!$&'()*+,;=:@/?%]+|%(?![\dA-Fa-f]{2})/g, encodeURIComponent);
}
