/**
 * What a server demands of the request of an opening handshake (RFC 6455 §4.2.1), in the order in
 * which it is checked: HTTP first, then WebSocket, then the server's own policy.
 *
 * @module
 */

import { parseExtensions } from '../extensions/index.ts';
import { isKey } from './accept-value.ts';
import { isAuthority } from './authority.ts';
import { type FieldRule, isSingle } from './field-rule.ts';
import { extensionsIn, listElements, listHas, parseTokens } from './fields.ts';
import type { HandshakePolicy, HandshakeRequest } from './handshake-offer.ts';
import { parseTarget } from './target.ts';

/** The most offers in one request: a server looks at each of them. */
const MAX_SUBPROTOCOLS = 100;
const MAX_EXTENSIONS = 16;

/** The rules in their order; the context is the request and what the server allows. */
export const requestRules: readonly FieldRule<HandshakeRequest & { policy: HandshakePolicy }>[] = [
  ['http-version-unsupported', '', (_, { httpVersion = '1.1' }) => /^1\.[1-9]$/.test(httpVersion)],
  ['method-not-get', '', (_, { method }) => method === 'GET'],
  ['target-malformed', '', (_, { target }) => parseTarget(target) !== undefined],
  ['field-repeated', 'host', isSingle],
  ['host-malformed', 'host', (hosts) => isAuthority(hosts.join())],
  ['host-not-of-target', 'host', (hosts, { target }) => isHostOf(target, hosts.join())],
  ['request-with-body', 'transfer-encoding', (codings) => codings.length === 0],
  ['request-with-body', 'content-length', (lengths) => lengths.every((length) => length === '0')],
  ['expectation-unsupported', 'expect', (expectations) => expectations.length === 0],
  ['upgrade-not-websocket', 'upgrade', (upgrades) => listHas(upgrades, 'websocket')],
  ['connection-not-upgrade', 'connection', (options) => listHas(options, 'upgrade')],
  ['field-repeated', 'sec-websocket-version', isSingle],
  ['version-unsupported', 'sec-websocket-version', ([version]) => version === '13'],
  ['field-repeated', 'sec-websocket-key', isSingle],
  ['key-malformed', 'sec-websocket-key', (keys) => isKey(keys.join())],
  ['subprotocols-malformed', 'sec-websocket-protocol', areTokens],
  ['extensions-malformed', 'sec-websocket-extensions', areExtensions],
  [
    'too-many-offers',
    'sec-websocket-protocol',
    (names) => listElements(names).length <= MAX_SUBPROTOCOLS,
  ],
  [
    'too-many-offers',
    'sec-websocket-extensions',
    (offers) => extensionsIn(offers).length <= MAX_EXTENSIONS,
  ],
  ['field-repeated', 'origin', isSingle],
  [
    'host-not-allowed',
    'host',
    (hosts, { policy }) => allows(policy.allowedHosts, hosts.join().toLowerCase()),
  ],
  ['origin-not-allowed', 'origin', ([origin], { policy }) => allows(policy.allowedOrigins, origin)],
];

function isHostOf(target: string, host: string): boolean {
  const authority = parseTarget(target)?.authority ?? host;
  return authority.toLowerCase() === host.toLowerCase();
}

function areTokens(values: readonly string[]): boolean {
  const tokens = parseTokens(values);
  return tokens !== undefined && new Set(tokens).size === tokens.length;
}

function areExtensions(values: readonly string[]): boolean {
  return values.length === 0 || parseExtensions(values).ok;
}

function allows<Value>(
  allowed: readonly string[] | ((value: Value) => boolean) | undefined,
  value: Value,
): boolean {
  if (allowed === undefined) return true;
  return typeof allowed === 'function' ? allowed(value) : allowed.some((item) => item === value);
}
