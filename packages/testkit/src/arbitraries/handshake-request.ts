/**
 * Requests of the opening handshake, in every spelling that HTTP allows (RFC 6455 §4.1, RFC 9112).
 *
 * @module
 */

import fc from 'fast-check';
import type { ExtensionOffer } from 'sansocket/extensions';
import type { WireField, WireHead } from '../wire/index.ts';
import { extensionOffer } from './extension-offer.ts';
import { type ExtensionSpelling, extensionSpelling, spellExtension } from './extension-spelling.ts';
import { type FieldsSpelling, fieldsSpelling, spellFields } from './field-spelling.ts';
import { handshakeKey } from './handshake-key.ts';
import { type ListSpelling, listSpelling, spellList } from './list-spelling.ts';
import { subprotocolOffer } from './subprotocol-offer.ts';

/** A request, and the values that a server has to read from it. */
export interface RequestSample {
  /** For `serializeHead`. */
  readonly head: WireHead;
  /** The path with the query, whatever the form of the target. */
  readonly target: string;
  readonly host: string;
  readonly key: string;
  readonly origin: string | undefined;
  readonly subprotocols: readonly string[];
  readonly extensions: readonly ExtensionOffer[];
}

/** The contents of a request, before it is written. */
interface RequestPlan {
  readonly target: string;
  readonly isAbsolute: boolean;
  readonly host: string;
  /** The Host field next to an absolute target, which takes precedence (RFC 9112 §3.2.2). */
  readonly ignoredHost: string;
  readonly key: string;
  readonly upgrade: readonly string[];
  readonly connection: readonly string[];
  readonly origin: string | undefined;
  readonly contentLength: string | undefined;
  readonly subprotocols: readonly string[];
  readonly extensions: readonly ExtensionOffer[];
}

/** Its spelling. */
interface RequestSpelling {
  readonly emptyLines: number;
  readonly fields: FieldsSpelling;
  readonly list: ListSpelling;
  readonly extension: ExtensionSpelling;
}

/**
 * Yields: requests that a server has to accept: fields in any order and case, lists on several lines,
 * white space, absolute targets, further fields, up to two empty lines in front. Shrinks to: the
 * example of RFC 6455 §1.2 without its optional fields.
 */
export function handshakeRequest(): fc.Arbitrary<RequestSample> {
  return fc.tuple(requestPlan(), requestSpelling()).map(([plan, its]) => ({
    head: {
      firstLine: `GET ${targetOf(plan)} HTTP/1.1`,
      fields: spellFields(fieldsOf(plan, its), its.fields),
      emptyLines: its.emptyLines,
    },
    target: plan.target,
    host: plan.host,
    key: plan.key,
    origin: plan.origin,
    subprotocols: plan.subprotocols,
    extensions: plan.extensions,
  }));
}

function requestPlan(): fc.Arbitrary<RequestPlan> {
  return fc.record({
    target: fc.constantFrom('/chat', '/', '/?', '/a/b;c?d=e&f=%20', "/~:@!$&'()*+,;=-._|^"),
    isAbsolute: fc.constantFrom(false, true),
    host: fc.constantFrom(
      'server.example.com',
      'Server.Example.COM:8080',
      'localhost:65535',
      '127.0.0.1:1',
      '[::1]',
      '[2001:db8::7]:443',
    ),
    ignoredHost: fc.constantFrom('server.example.com', 'localhost:81'),
    key: handshakeKey(),
    upgrade: fc.constantFrom(
      ['websocket'],
      ['WebSocket'],
      ['WEBSOCKET'],
      ['h2c', 'websocket'],
      ['websocket', 'foo/2'],
    ),
    connection: fc.constantFrom(
      ['Upgrade'],
      ['upgrade'],
      ['keep-alive', 'Upgrade'],
      ['UPGRADE', 'HTTP2-Settings'],
    ),
    origin: fc.constantFrom(undefined, 'http://example.com', 'null'),
    contentLength: fc.constantFrom(undefined, undefined, undefined, '0'),
    subprotocols: fc.oneof({ withCrossShrink: true }, fc.constant([]), subprotocolOffer()),
    extensions: extensionOffer(),
  });
}

function requestSpelling(): fc.Arbitrary<RequestSpelling> {
  return fc.record({
    emptyLines: fc.nat({ max: 2 }),
    fields: fieldsSpelling(),
    list: listSpelling(),
    extension: extensionSpelling(),
  });
}

function targetOf({ target, isAbsolute, host }: RequestPlan): string {
  if (!isAbsolute) return target;
  return `http://${host}${target.startsWith('/?') ? target.slice(1) : target}`;
}

function fieldsOf(plan: RequestPlan, its: RequestSpelling): WireField[] {
  const list = (name: string, elements: readonly string[]): WireField[] =>
    spellList(elements, its.list).map((value) => ({ name, value }));
  const offers = plan.extensions.map((offer) => spellExtension(offer, its.extension));
  return [
    { name: 'Host', value: plan.isAbsolute ? plan.ignoredHost : plan.host },
    ...list('Upgrade', plan.upgrade),
    ...list('Connection', plan.connection),
    { name: 'Sec-WebSocket-Key', value: plan.key },
    ...optional('Origin', plan.origin),
    ...optional('Content-Length', plan.contentLength),
    ...list('Sec-WebSocket-Protocol', plan.subprotocols),
    { name: 'Sec-WebSocket-Version', value: '13' },
    ...list('Sec-WebSocket-Extensions', offers),
  ];
}

function optional(name: string, value: string | undefined): WireField[] {
  return value === undefined ? [] : [{ name, value }];
}
