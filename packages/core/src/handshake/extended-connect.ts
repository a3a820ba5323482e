/**
 * The opening handshake over HTTP/2 and HTTP/3: Extended CONNECT (RFC 8441 §4, §5; RFC 9220 §3). Pure functions on header
 * lists, which any HTTP stack sends and receives.
 *
 *     client                                                server
 *     createConnect() ───────── HEADERS :method CONNECT ──► readConnect()
 *     readConnectResponse() ◄── HEADERS :status ─────────── acceptConnect() or rejectConnect()
 *     OpenConnection ◄───────── DATA: frames ─────────────► OpenConnection
 *
 * `:protocol` and the peer's settings show that both ends speak WebSocket. So there is no key, no accept value, no Upgrade
 * and no Connection. A key or an accept value that a proxy leaves in is ignored (RFC 8441 §5).
 *
 * @module
 */

import { areOffers, isToken } from '../extensions/index.ts';
import {
  type Checks,
  checkKind,
  checkOptions,
  checkWhole,
  fromZero,
  listOrFunction,
  pairs,
  type Shape,
  strings,
} from '../options/index.ts';
import { connectAnswers, type Violation, type ViolationId } from '../violations/index.ts';
import { type Acceptance, acceptanceChecks, addedFields } from './accept-request.ts';
import { isAuthority, normalAuthority } from './authority.ts';
import { askChecks, createRequest, type RequestOptions, requestChecks } from './create-request.ts';
import { FieldRules, isSingle } from './field-rule.ts';
import {
  equalsIgnoringCase,
  extensionsIn,
  type Fields,
  fieldValues,
  parseTokens,
} from './fields.ts';
import type { HandshakeOffer, HandshakePolicy } from './handshake-offer.ts';
import { offersIn } from './read-request.ts';
import {
  type ResponseOptions,
  type ResponseReading,
  rejectedBy,
  responseChecks,
} from './read-response.ts';
import { type Rejection, rejectionOf, rejectRequest } from './reject-request.ts';
import { allowsHost, type OfferContext, offerRules, originRule } from './request-rules.ts';
import { type AgreementContext, agreementRules } from './response-rules.ts';
import { parseTarget } from './target.ts';
import { parseWsUrl, type UrlLike } from './ws-url.ts';

/** The numbers of a version of HTTP. */
interface StreamNumbers {
  /** SETTINGS_ENABLE_CONNECT_PROTOCOL. */
  readonly setting: number;
  /** The code of a reset. */
  readonly reset: number;
}

/** The numbers of HTTP/2 (RFC 8441 §3; §5: CANCEL) and HTTP/3 (RFC 9220 §3; H3_REQUEST_CANCELLED). */
export const extendedConnect: Readonly<Record<'http2' | 'http3', StreamNumbers>> =
  /* @__PURE__ */ Object.freeze({
    http2: /* @__PURE__ */ Object.freeze({ setting: 0x08, reset: 0x08 }),
    http3: /* @__PURE__ */ Object.freeze({ setting: 0x08, reset: 0x010c }),
  });

/** The origins and hosts that a server accepts, as for HTTP/1.1; the scheme of the request says whether TLS is used. */
export interface ConnectPolicy {
  /** The allowed origins, a list or a function, as `readRequest` takes them. Default: all. */
  readonly allowedOrigins?: HandshakePolicy['allowedOrigins'];
  /** The allowed hosts, a list or a function, as `readRequest` takes them. Default: all. */
  readonly allowedHosts?: HandshakePolicy['allowedHosts'];
}

/** A valid request. Its fields are those without the pseudo-fields, and its method is CONNECT. */
export type ConnectOffer = Omit<HandshakeOffer, 'key'>;

/** An offer, or the first broken rule with the refusal for `rejectConnect`. */
export type ConnectReading =
  | { readonly ok: true; readonly offer: ConnectOffer }
  | { readonly ok: false; readonly violation: Violation; readonly response: Rejection };

export const connectChecks: Checks<ConnectPolicy> = {
  allowedOrigins: listOrFunction,
  allowedHosts: listOrFunction,
};

/** The input of the rules of a request besides the values of their field. */
interface Context extends OfferContext {
  /** The pseudo-field, or the Host field of a request that a proxy has translated (RFC 9113 §8.3.1). */
  readonly authority: string;
  readonly secure: boolean;
}

/** The rules of requests in their order. */
const connectRules: FieldRules<Context> = /* @__PURE__ */ new FieldRules<Context>(
  [
    ['method-not-connect', ':method', ([method]) => method === 'CONNECT'],
    ['protocol-not-websocket', ':protocol', ([protocol]) => protocol === 'websocket'],
    ['scheme-malformed', ':scheme', ([scheme = '']) => /^https?$/i.test(scheme)],
    [
      'path-malformed',
      ':path',
      ([path = '']) => path[0] === '/' && parseTarget(path) !== undefined,
    ],
    ['field-repeated', 'host', isSingle],
    ['authority-malformed', ':authority', (_, { authority }) => isAuthority(authority)],
    [
      'authority-malformed',
      'host',
      (hosts, { authority, secure }) =>
        hosts.every((it) => normalAuthority(it, secure) === normalAuthority(authority, secure)),
    ],
    ['request-with-body', 'content-length', (lengths) => lengths.length === 0],
    ['expectation-unsupported', 'expect', (expectations) => expectations.length === 0],
    ['field-repeated', 'sec-websocket-version', isSingle],
    ['version-unsupported', 'sec-websocket-version', ([version]) => version === '13'],
    ...offerRules,
    [
      'host-not-allowed',
      ':authority',
      (_, { policy, authority, secure }) => allowsHost(policy, authority, secure),
    ],
    originRule,
  ],
  ['cookie'],
);

const responseRules: FieldRules<AgreementContext> = /* @__PURE__ */ new FieldRules(agreementRules);

const offerShape: Shape<Pick<ConnectOffer, 'subprotocols' | 'extensions'>> = {
  subprotocols: strings,
  extensions: ['an array of offers', areOffers],
};

/** Fields about a connection of HTTP/1.1 (RFC 9113 §8.2.2). */
const CONNECTION_FIELD =
  /^(?:connection|proxy-connection|keep-alive|transfer-encoding|upgrade|http2-settings)$/i;

/** Fields of requests and responses that are no lists, so a sender has one line of each (RFC 9110 §5.3). */
const SINGLE_FIELD =
  /^(?:age|authorization|content-(?:length|location|range|type)|date|etag|expires|from|if-(?:modified-since|range|unmodified-since)|last-modified|location|max-forwards|origin|proxy-authorization|range|referer|retry-after|user-agent)$/;

/**
 * Server: checks a request (RFC 8441 §4, §5).
 *
 * @param fields - The header list as it was received, pseudo-fields included.
 * @param policy - The requests that the server accepts. Default: all valid requests.
 * @param offset - The offset for a violation. Default: 0.
 * @throws TypeError if an argument is not valid; errors that a function of the policy throws.
 */
export function readConnect(
  fields: Fields,
  policy: ConnectPolicy = {},
  offset = 0,
): ConnectReading {
  checkKind('fields', fields, pairs);
  checkOptions(policy, connectChecks, 'policy');
  checkKind('offset', offset, fromZero);
  const { index } = connectRules;
  const values = index.read(fields);
  const valuesOf = (name: string): readonly string[] => values[index.placeOf(name)]!;
  const [authority = valuesOf('host')[0] ?? ''] = valuesOf(':authority');
  const subprotocols = parseTokens(valuesOf('sec-websocket-protocol'));
  const context: Context = {
    policy,
    authority,
    secure: valuesOf(':scheme')[0]?.toLowerCase() === 'https',
    subprotocols,
    extensions: offersIn(valuesOf('sec-websocket-extensions')),
  };
  const violation =
    brokenList(fields, [':method', ':protocol', ':scheme', ':path', ':authority'], offset) ??
    connectRules.firstBroken(values, context, { firstLine: String, offset });
  if (violation !== undefined) {
    return { ok: false, violation, response: refusalOf(violation.rule) };
  }
  const offer: ConnectOffer = {
    method: 'CONNECT',
    target: valuesOf(':path')[0]!,
    host: authority,
    origin: valuesOf('origin')[0],
    cookies: valuesOf('cookie'),
    subprotocols: subprotocols!,
    extensions: context.extensions!,
    version: 13,
    fields: withoutPseudo(fields),
  };
  return { ok: true, offer };
}

/**
 * Server: the header list of the response that establishes the connection.
 *
 * @throws As `acceptRequest`.
 */
export function acceptConnect(offer: ConnectOffer, acceptance: Acceptance = {}): Fields {
  checkWhole(offer, offerShape, 'offer');
  checkOptions(acceptance, acceptanceChecks, 'acceptance');
  return [[':status', '200'], ...lowerCased(addedFields(offer, acceptance))];
}

/**
 * Server: the header list and the body of a refusal; END_STREAM follows them.
 *
 * @throws As `rejectRequest`.
 */
export function rejectConnect(rejection: Rejection): {
  readonly fields: Fields;
  readonly body: Uint8Array;
} {
  const { head, body } = rejectRequest(rejection);
  const [, ...others] = head.fields;
  return { fields: [[':status', `${head.status}`], ...lowerCased(others)], body };
}

/**
 * Client: the header list of a request (RFC 8441 §5.1). Wait for the setting of the peer before it is sent (§3).
 *
 * @param url - A ws or wss URL without a fragment.
 * @throws As `createRequest`.
 */
export function createConnect(url: UrlLike, options: Omit<RequestOptions, 'key'> = {}): Fields {
  checkOptions(options, { ...askChecks, extensions: requestChecks.extensions });
  const { target, fields } = createRequest(url, { ...options, key: new Uint8Array(16) });
  const isKept = ([name]: Fields[number]): boolean =>
    !/^(?:host|upgrade|connection|sec-websocket-key)$/i.test(name);
  return [
    [':method', 'CONNECT'],
    [':protocol', 'websocket'],
    [':scheme', parseWsUrl(url).secure ? 'https' : 'http'],
    [':path', target],
    [':authority', fieldValues(fields, 'host').join()],
    ...lowerCased(fields.filter(isKept)),
  ];
}

/**
 * Client: checks a final response; any status from 200 to 299 accepts (RFC 8441 §5).
 *
 * @param fields - The header list as it was received, pseudo-fields included.
 * @param request - The header list that it answers, as it was sent.
 * @param offset - The offset for a violation. Default: 0.
 * @throws TypeError if an argument is not valid.
 */
export function readConnectResponse(
  fields: Fields,
  request: Fields,
  options: ResponseOptions = {},
  offset = 0,
): ResponseReading {
  checkKind('fields', fields, pairs);
  checkKind('request', request, pairs);
  checkOptions(options, responseChecks);
  checkKind('offset', offset, fromZero);
  const [status = ''] = fieldValues(fields, ':status');
  const broken = brokenList(fields, [':status'], offset);
  if (broken !== undefined) return { kind: 'violation', violation: broken };
  if (!/^[1-5]\d\d$/.test(status)) {
    const detail = `Field :status has ${status.length} characters`;
    return { kind: 'violation', violation: { rule: 'status-malformed', offset, detail } };
  }
  const own = withoutPseudo(fields);
  if (status[0] !== '2') return rejectedBy({ status: Number(status), reason: '', fields: own });
  const { index } = responseRules;
  const values = index.read(own);
  const context = {
    request: { fields: request },
    requireSubprotocol: options.requireSubprotocol === true,
  };
  const violation = responseRules.firstBroken(values, context, { firstLine: String, offset });
  if (violation !== undefined) return { kind: 'violation', violation };
  return {
    kind: 'accepted',
    subprotocol: values[index.placeOf('sec-websocket-protocol')]![0],
    extensions: extensionsIn(values[index.placeOf('sec-websocket-extensions')]!),
    fields: own,
  };
}

/** The first fault of a header list as such (RFC 9113 §8.2, §8.3). */
function brokenList(
  fields: Fields,
  pseudo: readonly string[],
  offset: number,
): Violation | undefined {
  const seen = new Set<string>();
  let isBehind = false;
  for (const [i, [name, value]] of fields.entries()) {
    const fault = (rule: ViolationId): Violation => ({
      rule,
      offset,
      detail: `Field ${i + 1} of ${fields.length}, with a name of ${name.length} characters`,
    });
    if (name[0] === ':') {
      if (isBehind || seen.has(name) || !pseudo.includes(name))
        return fault('pseudo-field-misplaced');
      seen.add(name);
      continue;
    }
    isBehind = true;
    if (isOfConnection(name, value)) return fault('connection-field-in-stream');
    if (!isToken(name) || /[A-Z]/.test(name) || /^[ \t]|[\0\r\n]|[ \t]$/.test(value))
      return fault('field-malformed-in-stream');
  }
  return undefined;
}

function refusalOf(rule: ViolationId): Rejection {
  const { status, body } = rejectionOf(rule, [], connectAnswers);
  // 426 would demand the field Upgrade, which a stream does not carry (RFC 9110 §15.5.22).
  return status === 426
    ? { status: 400, headers: [['Sec-WebSocket-Version', '13']], body }
    : { status, body };
}

/** Whether a field is about a connection of HTTP/1.1; TE may say `trailers` (RFC 9113 §8.2.2). */
function isOfConnection(name: string, value: string): boolean {
  return equalsIgnoringCase(name, 'te') ? value !== 'trailers' : CONNECTION_FIELD.test(name);
}

function withoutPseudo(fields: Fields): Fields {
  return fields.filter(([name]) => name[0] !== ':');
}

/**
 * @throws TypeError for a field about a connection of HTTP/1.1, which a stream cannot carry, and for a second line of a
 *   field that has one value.
 */
function lowerCased(fields: Fields): Fields {
  const seen = new Set<string>();
  return fields.map(([name, value]) => {
    const lower = name.toLowerCase();
    if (isOfConnection(name, value))
      throw new TypeError(`Field ${name} belongs to HTTP/1.1 (RFC 9113 §8.2.2)`);
    if (seen.has(lower) && SINGLE_FIELD.test(lower))
      throw new TypeError(`Field ${name} is repeated, and has one value (RFC 9110 §5.3)`);
    seen.add(lower);
    return [lower, value] as const;
  });
}
