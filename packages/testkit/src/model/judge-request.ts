/**
 * The server's verdict on the request of an opening handshake (RFC 6455 §4.2.1).
 *
 * @module
 */

import { expectedAccept, isHandshakeKey } from './accept-value.ts';
import { isHostPort, type ModelTarget, targetOf, withoutOwnPort } from './authority.ts';
import { elementsOf, extensionsIn, isToken, type ModelExtension } from './extension-list.ts';
import { type HeadLimits, listHas, type ModelHead, readHead, valuesOf } from './head.ts';
import { type HandshakeRule, type ModelViolation, requestViolation } from './rule.ts';

/** The options of the server. */
export interface RequestSetup extends HeadLimits {
  /** The origins allowed, as received; a request without Origin is refused then. Default: all. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** The hosts allowed, with the port unless it is the scheme's own. Default: all. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** A request that breaks no rule. */
export interface ModelRequest {
  /** The path with the query. */
  readonly target: string;
  readonly host: string;
  readonly origin: string | undefined;
  readonly subprotocols: readonly string[];
  readonly extensions: readonly ModelExtension[];
  /** The required value of Sec-WebSocket-Accept in the response. */
  readonly accept: string;
}

/** The result for the bytes so far. */
export type RequestJudgement =
  | { readonly kind: 'need-more' }
  | {
      readonly kind: 'refused';
      readonly violation: ModelViolation;
      /** All rules broken, the violation's first: which of them an implementation names is its choice. */
      readonly broken: readonly HandshakeRule[];
    }
  | {
      readonly kind: 'acceptable';
      readonly request: ModelRequest;
      /** Of the head, in bytes. */
      readonly length: number;
    };

/**
 * Judges a request: its syntax at the byte, its meaning at the last byte of the head.
 *
 * @param bytes - All bytes received on the connection.
 */
export function judgeRequest(bytes: Uint8Array, setup: RequestSetup = {}): RequestJudgement {
  const reading = readHead(bytes, 'request', setup);
  if (reading.kind === 'need-more') return reading;
  if (reading.kind === 'broken') {
    const violation = requestViolation(reading.rule, reading.offset);
    return { kind: 'refused', violation, broken: [reading.rule] };
  }
  const { head } = reading;
  const broken = brokenRules(head, setup);
  const [first] = broken;
  if (first !== undefined) {
    return { kind: 'refused', violation: requestViolation(first, head.length - 1), broken };
  }
  return { kind: 'acceptable', request: requestOf(head), length: head.length };
}

/** All rules that a complete head breaks. */
export function brokenRules(head: ModelHead, setup: RequestSetup = {}): readonly HandshakeRule[] {
  return [...brokenHttp(head), ...brokenHandshake(head), ...brokenPolicy(head, setup)];
}

/** A rule, and whether it is kept. */
type Check = readonly [rule: HandshakeRule, isKept: boolean];

function brokenOf(checks: readonly Check[]): readonly HandshakeRule[] {
  return checks.filter(([, isKept]) => !isKept).map(([rule]) => rule);
}

/** The rules of any HTTP/1.1 server for a request without a body (RFC 9110, RFC 9112). */
function brokenHttp(head: ModelHead): readonly HandshakeRule[] {
  const [method, , version] = head.firstLine.split(' ') as [string, string, string];
  const target = targetIn(head);
  const hosts = valuesOf(head, 'host');
  const host = hosts.join();
  return brokenOf([
    ['http-version-unsupported', version.startsWith('HTTP/1.') && version !== 'HTTP/1.0'],
    ['method-not-get', method === 'GET'],
    ['target-malformed', target !== undefined],
    ['field-repeated', hosts.length <= 1],
    ['host-malformed', isHostPort(host)],
    ['request-with-body', valuesOf(head, 'transfer-encoding').length === 0],
    ['request-with-body', valuesOf(head, 'content-length').every((length) => length === '0')],
    ['expectation-unsupported', valuesOf(head, 'expect').length === 0],
  ]);
}

/** The requirements of §4.2.1. */
function brokenHandshake(head: ModelHead): readonly HandshakeRule[] {
  const versions = valuesOf(head, 'sec-websocket-version');
  const keys = valuesOf(head, 'sec-websocket-key');
  const offers = valuesOf(head, 'sec-websocket-protocol');
  const subprotocols = elementsOf(offers);
  const extensions = extensionsIn(valuesOf(head, 'sec-websocket-extensions'));
  return brokenOf([
    ['upgrade-not-websocket', listHas(valuesOf(head, 'upgrade'), 'websocket')],
    ['connection-not-upgrade', listHas(valuesOf(head, 'connection'), 'upgrade')],
    ['field-repeated', versions.length <= 1],
    ['version-unsupported', versions[0] === '13'],
    ['field-repeated', keys.length <= 1],
    ['key-malformed', isHandshakeKey(keys.join())],
    ['subprotocols-malformed', subprotocols.every(isToken)],
    ['subprotocols-malformed', new Set(subprotocols).size === subprotocols.length],
    ['subprotocols-malformed', offers.length === 0 || subprotocols.length > 0],
    ['extensions-malformed', extensions !== undefined],
    ['too-many-offers', subprotocols.length <= 100],
    ['too-many-offers', (extensions ?? []).length <= 16],
    ['field-repeated', valuesOf(head, 'origin').length <= 1],
  ]);
}

function brokenPolicy(
  head: ModelHead,
  { allowedHosts, allowedOrigins }: RequestSetup,
): readonly HandshakeRule[] {
  const host = withoutOwnPort(hostIn(head), targetIn(head)?.isSecure ?? false);
  const hosts = allowedHosts?.map((its) => withoutOwnPort(its, targetIn(head)?.isSecure ?? false));
  const [origin] = valuesOf(head, 'origin');
  return brokenOf([
    ['host-not-allowed', hosts?.includes(host) ?? true],
    ['origin-not-allowed', allowedOrigins?.some((allowed) => allowed === origin) ?? true],
  ]);
}

function requestOf(head: ModelHead): ModelRequest {
  return {
    target: resourceNameIn(head),
    host: hostIn(head),
    origin: valuesOf(head, 'origin')[0],
    subprotocols: elementsOf(valuesOf(head, 'sec-websocket-protocol')),
    extensions: extensionsIn(valuesOf(head, 'sec-websocket-extensions')) ?? [],
    accept: expectedAccept(valuesOf(head, 'sec-websocket-key').join()),
  };
}

/** An absolute target decides; the Host field is ignored then (RFC 9112 §3.2.2). */
export function hostIn(head: ModelHead): string {
  return targetIn(head)?.host ?? valuesOf(head, 'host').join();
}

/** Path and query of a target that breaks no rule. */
export function resourceNameIn(head: ModelHead): string {
  return targetIn(head)!.resourceName;
}

function targetIn({ firstLine }: ModelHead): ModelTarget | undefined {
  return targetOf(firstLine.split(' ')[1]!);
}
