/**
 * Whether a server lets a request through to the application: its path, and the page that asks.
 *
 * @module
 */

import type { HandshakeRequestEvent } from '../connection/index.ts';
import { normalAuthority } from '../handshake/index.ts';
import { type Checks, isEach, member, tagOf } from '../options/index.ts';

/** The target of a request in its parts, named as those of a `URL`. */
export interface RequestUrl {
  /** The path, as received: `/chat`. */
  readonly pathname: string;
  /** The query with its `?`; empty without one. */
  readonly search: string;
}

/** The requests that a server lets through. Functions may return promises; only `true` allows. */
export interface RequestPolicy {
  /** The path to serve, such as `/chat`, compared exactly; others are answered with 404. Default: every path. */
  readonly path?: string | ((url: RequestUrl) => boolean | Promise<boolean>) | undefined;
  /**
   * The origins to serve; others are answered with 403. A list is compared exactly: `https://example.com` (RFC 6455
   * §10.2). `same-origin` takes pages of the host that is asked, with http or https. A list refuses requests without
   * Origin, which come from clients other than browsers; `same-origin` takes them, and a function receives `undefined`
   * for them. Default: all.
   */
  readonly allowedOrigins?:
    | readonly string[]
    | 'same-origin'
    | ((origin: string | undefined, request: HandshakeRequestEvent) => boolean | Promise<boolean>)
    | undefined;
}

const FUNCTION = /^(?:Async)?Function$/;

export const requestPolicyChecks: Checks<RequestPolicy> = {
  path: [
    "'/' and what follows it, without ? and #, or a function",
    (value) =>
      (typeof value === 'string' && /^\/[^?#]*$/.test(value)) || FUNCTION.test(tagOf(value)),
  ],
  allowedOrigins: [
    "'same-origin', an array of strings or a function",
    (value) =>
      value === 'same-origin' ||
      FUNCTION.test(tagOf(value)) ||
      isEach(value, (item) => typeof item === 'string'),
  ],
};

type Verdict = boolean | Promise<boolean>;

/** @returns The status to refuse a request with; `undefined` when it is let through. */
export function refusalOf(
  policy: RequestPolicy,
  event: HandshakeRequestEvent,
): number | undefined | Promise<number | undefined> {
  return firstBroken([
    [404, () => isPathAllowed(policy.path, event)],
    [403, () => isOriginAllowed(policy.allowedOrigins, event)],
  ]);
}

function firstBroken(
  rules: readonly (readonly [status: number, holds: () => Verdict])[],
): number | undefined | Promise<number | undefined> {
  for (const [i, [status, holds]] of rules.entries()) {
    const verdict: unknown = holds();
    if (typeof member(verdict, 'then') === 'function')
      return (verdict as Promise<unknown>).then((it) =>
        it === true ? firstBroken(rules.slice(i + 1)) : status,
      );
    if (verdict !== true) return status;
  }
  return undefined;
}

/** The parts of a target. */
export function requestUrl(target: string): RequestUrl {
  const query = target.indexOf('?');
  const end = query < 0 ? target.length : query;
  return { pathname: target.slice(0, end), search: target.slice(end) };
}

function isPathAllowed(path: RequestPolicy['path'], { target }: HandshakeRequestEvent): Verdict {
  if (path === undefined) return true;
  const url = requestUrl(target);
  return typeof path === 'string' ? url.pathname === path : path(url);
}

function isOriginAllowed(
  allowed: RequestPolicy['allowedOrigins'],
  event: HandshakeRequestEvent,
): Verdict {
  const { origin, host } = event;
  if (typeof allowed === 'function') return allowed(origin, event);
  if (allowed === 'same-origin') return origin === undefined || isSameOrigin(origin, host);
  // A list is a rule of the handshake, which the request has kept.
  return true;
}

/** TLS may end at a proxy before the server, so the scheme of the page decides the default port of both. */
function isSameOrigin(origin: string, host: string): boolean {
  const [, secure, authority] = /^http(s?):\/\/([^/]+)$/i.exec(origin) ?? [];
  if (authority === undefined) return false;
  return normalAuthority(authority, secure !== '') === normalAuthority(host, secure !== '');
}
