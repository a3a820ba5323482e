/**
 * The rules by which a server checks the request of an opening handshake (RFC 6455 §4.2.1), in order:
 * HTTP first, then WebSocket, then the server's own policy.
 *
 * @module
 */

import type { ExtensionOffer } from '../extensions/index.ts';
import { isKey } from './accept-value.ts';
import { isAuthority, normalAuthority } from './authority.ts';
import { FieldRules, isSingle } from './field-rule.ts';
import { listHas } from './fields.ts';
import type { HandshakePolicy, HandshakeRequest } from './handshake-offer.ts';
import type { Target } from './target.ts';

/** The most offers in one request: a server has to process each of them. */
const MAX_SUBPROTOCOLS = 100;
const MAX_EXTENSIONS = 16;

/** The input of the rules besides the values of their field; a malformed part is `undefined`. */
interface Context {
  readonly request: HandshakeRequest;
  readonly policy: HandshakePolicy;
  readonly target: Target | undefined;
  readonly subprotocols: readonly string[] | undefined;
  readonly extensions: readonly ExtensionOffer[] | undefined;
}

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
    ['host-not-allowed', 'host', ([host], context) => isHostAllowed(host!, context)],
    [
      'origin-not-allowed',
      'origin',
      ([origin], { policy }) => allows(policy.allowedOrigins, origin),
    ],
  ],
  ['cookie'],
);

/** With an absolute target, the Host field is ignored (RFC 9112 §3.2.2). */
function isHostAllowed(host: string, { policy, target }: Context): boolean {
  const { allowedHosts } = policy;
  if (allowedHosts === undefined) return true;
  const { authority = host, secure = policy.secure === true } = target!;
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
