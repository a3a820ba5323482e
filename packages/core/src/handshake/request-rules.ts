/**
 * The rules by which a server checks the request of an opening handshake (RFC 6455 §4.2.1), in order:
 * HTTP first, then WebSocket, then the server's own policy.
 *
 * @module
 */

import type { ExtensionOffer } from '../extensions/index.ts';
import { isKey } from './accept-value.ts';
import { isAuthority, normalAuthority } from './authority.ts';
import { type FieldRule, FieldRules, isSingle } from './field-rule.ts';
import { listHas } from './fields.ts';
import type { HandshakePolicy, HandshakeRequest } from './handshake-offer.ts';
import type { Target } from './target.ts';

/** The most offers in one request: a server has to process each of them. */
const MAX_SUBPROTOCOLS = 100;
const MAX_EXTENSIONS = 16;

/** The input of the rules that are the same in all versions of HTTP; a malformed part is `undefined`. */
export interface OfferContext {
  readonly policy: HandshakePolicy;
  readonly subprotocols: readonly string[] | undefined;
  readonly extensions: readonly ExtensionOffer[] | undefined;
}

/** The input of the rules besides the values of their field; a malformed part is `undefined`. */
interface Context extends OfferContext {
  readonly request: HandshakeRequest;
  readonly target: Target | undefined;
}

/** The rules about the offers of a client, the same in all versions of HTTP. */
export const offerRules: readonly FieldRule<OfferContext>[] = [
  [
    'subprotocols-malformed',
    'sec-websocket-protocol',
    (_, { subprotocols }) => subprotocols !== undefined && areDistinct(subprotocols),
  ],
  [
    'extensions-malformed',
    'sec-websocket-extensions',
    (_, { extensions }) => extensions !== undefined,
  ],
  [
    'too-many-offers',
    'sec-websocket-protocol',
    (_, { subprotocols }) => subprotocols!.length <= MAX_SUBPROTOCOLS,
    ({ subprotocols }) => ` lists ${subprotocols!.length}, more than ${MAX_SUBPROTOCOLS}`,
  ],
  [
    'too-many-offers',
    'sec-websocket-extensions',
    (_, { extensions }) => extensions!.length <= MAX_EXTENSIONS,
    ({ extensions }) => ` lists ${extensions!.length}, more than ${MAX_EXTENSIONS}`,
  ],
  ['field-repeated', 'origin', isSingle],
];

/** The last rule: the server's policy about the page that asks. */
export const originRule: FieldRule<OfferContext> = [
  'origin-not-allowed',
  'origin',
  ([origin], { policy }) => allows(policy.allowedOrigins, origin),
];

/** The rules in their order: after `isSingle`, the later rules can rely on at most one value. */
export const requestRules: FieldRules<Context> = /* @__PURE__ */ new FieldRules<Context>(
  [
    [
      'http-version-unsupported',
      '',
      (_, { request: { httpVersion = '1.1' } }) => /^1\.[1-9]$/.test(httpVersion),
    ],
    ['method-not-get', '', (_, { request }) => request.method === 'GET'],
    ['target-malformed', '', (_, { target }) => target !== undefined],
    ['field-repeated', 'host', isSingle],
    ['host-malformed', 'host', ([host = '']) => isAuthority(host)],
    ['request-with-body', 'transfer-encoding', (codings) => codings.length === 0],
    ['request-with-body', 'content-length', (lengths) => lengths.every((length) => length === '0')],
    ['expectation-unsupported', 'expect', (expectations) => expectations.length === 0],
    ['upgrade-not-websocket', 'upgrade', (upgrades) => listHas(upgrades, 'websocket')],
    ['connection-not-upgrade', 'connection', (options) => listHas(options, 'upgrade')],
    ['field-repeated', 'sec-websocket-version', isSingle],
    ['version-unsupported', 'sec-websocket-version', ([version]) => version === '13'],
    ['field-repeated', 'sec-websocket-key', isSingle],
    ['key-malformed', 'sec-websocket-key', ([key = '']) => isKey(key)],
    ...offerRules,
    ['host-not-allowed', 'host', ([host], context) => isHostAllowed(host!, context)],
    originRule,
  ],
  ['cookie'],
);

/** With an absolute target, the Host field is ignored (RFC 9112 §3.2.2). */
function isHostAllowed(host: string, { policy, target }: Context): boolean {
  const { authority = host, secure = policy.secure === true } = target!;
  return allowsHost(policy, authority, secure);
}

/** Whether the policy allows a host with an optional port, which is the scheme's otherwise. */
export function allowsHost(
  { allowedHosts }: HandshakePolicy,
  authority: string,
  secure: boolean,
): boolean {
  if (allowedHosts === undefined) return true;
  const normal = (its: string): string => normalAuthority(its, secure);
  const allowed = typeof allowedHosts === 'function' ? allowedHosts : allowedHosts.map(normal);
  return allows(allowed, normal(authority));
}

function areDistinct(tokens: readonly string[]): boolean {
  return new Set(tokens).size === tokens.length;
}

function allows<Value>(
  allowed: readonly string[] | ((value: Value) => boolean) | undefined,
  value: Value,
): boolean {
  if (allowed === undefined) return true;
  // A promise does not count as true.
  if (typeof allowed === 'function') return (allowed(value) as unknown) === true;
  return allowed.some((item) => item === value);
}
