/**
 * The server's reading of an opening handshake (RFC 6455 §4.2.1): pure, whoever parsed the head.
 *
 * @module
 */

import { firstBroken } from './field-rule.ts';
import { extensionsIn, fieldValues, listElements } from './fields.ts';
import type {
  HandshakeOffer,
  HandshakePolicy,
  HandshakeRequest,
  RequestReading,
} from './handshake-offer.ts';
import { rejectionOf } from './reject-request.ts';
import { requestRules } from './request-rules.ts';
import { parseTarget } from './target.ts';

/**
 * Judges a request.
 *
 * @param policy - Whom the server answers to. Default: everybody.
 * @param offset - The offset that a violation carries: that of the head's last byte. Default: 0,
 *   for a head that came without its bytes.
 * @returns The offer; or the first rule broken, with the answer to send instead of 101.
 */
export function readRequest(
  request: HandshakeRequest,
  policy: HandshakePolicy = {},
  offset = 0,
): RequestReading {
  const { method, target, httpVersion = '1.1', fields } = request;
  const firstLine = () => `${method} ${target} HTTP/${httpVersion}`;
  const violation = firstBroken(
    requestRules,
    { fields, firstLine, offset },
    { ...request, policy },
  );
  return violation === undefined
    ? { ok: true, offer: offerOf(request) }
    : { ok: false, violation, response: rejectionOf(violation.rule, policy.versions?.numbers) };
}

/** What a request says that breaks no rule: one Host, one key, well-formed lists. */
function offerOf({ method, target, fields }: HandshakeRequest): HandshakeOffer {
  return {
    method,
    target: parseTarget(target)!.resourceName,
    host: fieldValues(fields, 'host').join(),
    origin: fieldValues(fields, 'origin')[0],
    cookies: fieldValues(fields, 'cookie'),
    subprotocols: listElements(fieldValues(fields, 'sec-websocket-protocol')),
    extensions: extensionsIn(fieldValues(fields, 'sec-websocket-extensions')),
    key: fieldValues(fields, 'sec-websocket-key').join(),
    version: 13,
    fields,
  };
}
