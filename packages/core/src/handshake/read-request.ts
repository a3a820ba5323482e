/**
 * Reads and checks the request of an opening handshake, for a server (RFC 6455 §4.2.1): pure functions on a
 * head from any parser.
 *
 * @module
 */

import { type ExtensionOffer, parseExtensions } from '../extensions/index.ts';
import {
  aBoolean,
  type Checks,
  checkKind,
  checkOptions,
  checkWhole,
  fromZero,
  isEach,
  listOrFunction,
  member,
} from '../options/index.ts';
import { measureOf } from './field-rule.ts';
import { parseTokens } from './fields.ts';
import {
  type HandshakeOffer,
  type HandshakePolicy,
  type HandshakeRequest,
  type RequestReading,
  requestShape,
} from './handshake-offer.ts';
import { rejectionOf } from './reject-request.ts';
import { requestRules } from './request-rules.ts';
import { parseTarget } from './target.ts';

const { index } = requestRules;
const HOST = index.placeOf('host');
const ORIGIN = index.placeOf('origin');
const COOKIE = index.placeOf('cookie');
const PROTOCOL = index.placeOf('sec-websocket-protocol');
const EXTENSIONS = index.placeOf('sec-websocket-extensions');
const KEY = index.placeOf('sec-websocket-key');

/** Checks for the policy, which is also part of the options of a server's connection. */
export const policyChecks: Checks<HandshakePolicy> = {
  allowedOrigins: listOrFunction,
  allowedHosts: listOrFunction,
  versions: [
    'an array of versions',
    (value) => isEach(value, (item) => member(item, 'name') !== undefined),
  ],
  secure: aBoolean,
};

/**
 * Checks a request.
 *
 * @param policy - The requests that the server accepts. Default: all valid requests.
 * @param offset - The offset for a violation: pass the offset of the head's last byte. Default: 0, for
 *   a head that is passed without its bytes.
 * @returns The offer; or the first broken rule, with the response to send instead of 101.
 * @throws TypeError if the policy or the request is not valid; errors that a function of the policy throws.
 */
export function readRequest(
  request: HandshakeRequest,
  policy: HandshakePolicy = {},
  offset = 0,
): RequestReading {
  checkWhole(request, requestShape, 'request');
  checkOptions(policy, policyChecks, 'policy');
  checkKind('offset', offset, fromZero);
  return judgeRequest(request, policy, offset);
}

/** As `readRequest`, without checking the arguments. */
export function judgeRequest(
  request: HandshakeRequest,
  policy: HandshakePolicy,
  offset: number,
): RequestReading {
  const values = index.read(request.fields);
  const target = parseTarget(request.target);
  const subprotocols = parseTokens(values[PROTOCOL]!);
  const extensions = offersIn(values[EXTENSIONS]!);
  const context = { request, policy, target, subprotocols, extensions };
  const { method, httpVersion = '1.1' } = request;
  const firstLine = () =>
    `method ${method.length}, target ${request.target.length} characters, version ${measureOf(httpVersion)}`;
  const violation = requestRules.firstBroken(values, context, { firstLine, offset });
  if (violation !== undefined) {
    return {
      ok: false,
      violation,
      response: rejectionOf(violation.rule, policy.versions),
    };
  }
  const offer: HandshakeOffer = {
    method: request.method,
    target: target!.resourceName,
    host: target!.authority ?? values[HOST]![0]!,
    origin: values[ORIGIN]![0],
    cookies: values[COOKIE]!,
    subprotocols: subprotocols!,
    extensions: extensions!,
    key: values[KEY]![0]!,
    version: 13,
    fields: request.fields,
  };
  return { ok: true, offer };
}

/** @returns The offers; empty if there is no value; `undefined` if the values are not a list of extensions. */
export function offersIn(values: readonly string[]): readonly ExtensionOffer[] | undefined {
  if (values.length === 0) return [];
  const reading = parseExtensions(values);
  return reading.ok ? reading.offers : undefined;
}
