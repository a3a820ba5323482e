/**
 * Responses of the opening handshake, in every spelling that HTTP allows (RFC 6455 §4.2.2, RFC 9112).
 *
 * @module
 */

import fc from 'fast-check';
import type { ExtensionOffer } from 'sansocket/extensions';
import { expectedAccept } from '../model/index.ts';
import { concat, serializeHead, type WireField, type WireHead } from '../wire/index.ts';
import { extensionAnswer } from './extension-answer.ts';
import { type ExtensionSpelling, extensionSpelling, spellExtension } from './extension-spelling.ts';
import { type FieldsSpelling, fieldsSpelling, spellFields } from './field-spelling.ts';
import { type ListSpelling, listSpelling, spellList } from './list-spelling.ts';

/** The contents of the request. */
export interface AnsweredRequest {
  /** The value of its Sec-WebSocket-Key. */
  readonly key: string;
  /** Default: none. */
  readonly subprotocols?: readonly string[] | undefined;
  /** Default: none. */
  readonly extensions?: readonly ExtensionOffer[] | undefined;
}

/** A response, and the values that a client has to read from it. */
export interface ResponseSample {
  /** Interim responses that come first (RFC 9110 §15.2). */
  readonly interim: readonly WireHead[];
  readonly head: WireHead;
  readonly subprotocol: string | undefined;
  readonly extensions: readonly ExtensionOffer[];
}

/** The contents of a response, before it is written. */
interface ResponsePlan {
  readonly accept: string;
  readonly upgrade: string;
  readonly connection: readonly string[];
  readonly subprotocol: string | undefined;
  readonly extensions: readonly ExtensionOffer[];
}

/** Its spelling. */
interface ResponseSpelling {
  readonly interim: readonly WireHead[];
  readonly reason: string;
  readonly fields: FieldsSpelling;
  readonly list: ListSpelling;
  readonly extension: ExtensionSpelling;
}

/**
 * Yields: responses that a client has to accept: any of the offered subprotocols or none, any legal
 * answer to the offered extensions, fields in any order and case, up to two interim responses in
 * front. Shrinks to: the example of RFC 6455 §1.2 without its optional fields.
 */
export function handshakeResponse(request: AnsweredRequest): fc.Arbitrary<ResponseSample> {
  return fc.tuple(responsePlan(request), responseSpelling()).map(([plan, its]) => ({
    interim: its.interim,
    head: {
      firstLine: `HTTP/1.1 101 ${its.reason}`,
      fields: spellFields(fieldsOf(plan, its), its.fields),
    },
    subprotocol: plan.subprotocol,
    extensions: plan.extensions,
  }));
}

/** The bytes of a response, interim ones included. */
export function responseBytes({ interim, head }: ResponseSample): Uint8Array {
  return concat(...[...interim, head].map(serializeHead));
}

function responsePlan(request: AnsweredRequest): fc.Arbitrary<ResponsePlan> {
  const { key, subprotocols = [], extensions = [] } = request;
  return fc.record({
    accept: fc.constant(expectedAccept(key)),
    upgrade: fc.constantFrom('websocket', 'WebSocket', 'WEBSOCKET'),
    connection: fc.constantFrom(['Upgrade'], ['upgrade'], ['keep-alive', 'Upgrade']),
    subprotocol: fc.constantFrom(undefined, ...subprotocols),
    extensions: extensionAnswer(extensions),
  });
}

function responseSpelling(): fc.Arbitrary<ResponseSpelling> {
  const interim = fc.constantFrom<WireHead>(
    { firstLine: 'HTTP/1.1 100 Continue', fields: [] },
    { firstLine: 'HTTP/1.1 103 Early Hints', fields: [{ name: 'Link', value: '</a>; rel=b' }] },
  );
  return fc.record({
    interim: fc.array(interim, { maxLength: 2 }),
    reason: fc.constantFrom(
      'Switching Protocols',
      '',
      'Web Socket Protocol Handshake',
      '\t',
      '\x80\xff',
    ),
    fields: fieldsSpelling(),
    list: listSpelling(),
    extension: extensionSpelling(),
  });
}

function fieldsOf(plan: ResponsePlan, its: ResponseSpelling): WireField[] {
  const list = (name: string, elements: readonly string[]): WireField[] =>
    spellList(elements, its.list).map((value) => ({ name, value }));
  const { subprotocol } = plan;
  const answers = plan.extensions.map((answer) => spellExtension(answer, its.extension));
  return [
    { name: 'Upgrade', value: plan.upgrade },
    ...list('Connection', plan.connection),
    { name: 'Sec-WebSocket-Accept', value: plan.accept },
    ...(subprotocol === undefined ? [] : [{ name: 'Sec-WebSocket-Protocol', value: subprotocol }]),
    ...list('Sec-WebSocket-Extensions', answers),
  ];
}
