/**
 * The rules by which a client checks the response 101 (RFC 6455 §4.1), in order.
 *
 * Content-Length and Transfer-Encoding have no meaning in it (RFC 9110 §15.2) and are ignored, as is
 * Sec-WebSocket-Version, which some servers send.
 *
 * @module
 */

import { parseExtensions } from '../extensions/index.ts';
import { acceptValue, type Sha1 } from './accept-value.ts';
import { type FieldRule, FieldRules, isSingle } from './field-rule.ts';
import {
  equalsIgnoringCase,
  extensionsIn,
  type Fields,
  fieldValues,
  listElements,
  listHas,
} from './fields.ts';
import type { ResponseHead } from './head.ts';

/** The input of the rules that are the same in all versions of HTTP. */
export interface AgreementContext {
  readonly request: { readonly fields: Fields };
  readonly requireSubprotocol: boolean;
}

/** The rules about the choice of the server, the same in all versions of HTTP. */
export const agreementRules: readonly FieldRule<AgreementContext>[] = [
  ['field-repeated', 'sec-websocket-protocol', isSingle],
  [
    'subprotocol-not-offered',
    'sec-websocket-protocol',
    ([chosen], { request }) =>
      chosen === undefined || offeredSubprotocols(request).includes(chosen),
  ],
  [
    'subprotocol-missing',
    'sec-websocket-protocol',
    ([chosen], { request, requireSubprotocol }) =>
      chosen !== undefined || !requireSubprotocol || offeredSubprotocols(request).length === 0,
  ],
  [
    'extensions-malformed',
    'sec-websocket-extensions',
    (answer) => answer.length === 0 || parseExtensions(answer).ok,
  ],
  [
    'extension-not-offered',
    'sec-websocket-extensions',
    (answer, { request }) => areOffered(answer, request),
  ],
];

/** The input of the rules besides the values of their field. */
interface Context extends AgreementContext {
  readonly response: ResponseHead;
  readonly hash: Sha1 | undefined;
}

/** The rules in their order. */
export const responseRules: FieldRules<Context> = /* @__PURE__ */ new FieldRules<Context>([
  ['http-version-unsupported', '', (_, { response }) => /^1\.[1-9]$/.test(response.httpVersion)],
  [
    'answer-upgrade-not-websocket',
    'upgrade',
    (upgrades) => equalsIgnoringCase(upgrades.join(), 'websocket'),
  ],
  ['answer-connection-not-upgrade', 'connection', (options) => listHas(options, 'upgrade')],
  ['field-repeated', 'sec-websocket-accept', isSingle],
  [
    'accept-value-wrong',
    'sec-websocket-accept',
    ([accept], { request, hash }) => accept === expectedAccept(request, hash),
  ],
  ...agreementRules,
]);

function expectedAccept({ fields }: AgreementContext['request'], hash: Sha1 | undefined): string {
  return acceptValue(fieldValues(fields, 'sec-websocket-key').join(), hash);
}

function offeredSubprotocols({ fields }: AgreementContext['request']): readonly string[] {
  return listElements(fieldValues(fields, 'sec-websocket-protocol'));
}

function areOffered(answer: readonly string[], { fields }: AgreementContext['request']): boolean {
  const offered = extensionsIn(fieldValues(fields, 'sec-websocket-extensions'));
  return extensionsIn(answer).every(({ name }) => offered.some((offer) => offer.name === name));
}
