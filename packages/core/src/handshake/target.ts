/**
 * The target of a request (RFC 9112 §3.2) in the forms that an opening handshake allows: a path, or an
 * absolute http or https URI (RFC 6455 §4.1). Some clients write ws and wss instead, with the same
 * meaning.
 *
 * @module
 */

import { isAuthority } from './authority.ts';

/** The parts of a target. */
export interface Target {
  /** The path with the query. */
  readonly resourceName: string;
  /** The host with an optional port, in an absolute target. */
  readonly authority?: string;
  /** Whether the scheme of an absolute target is https or wss. */
  readonly secure?: boolean;
}

/** @returns The parts; `undefined` for any other form, for characters outside visible ASCII and for a fragment. */
export function parseTarget(target: string): Target | undefined {
  if (!/^[!"$-~]+$/.test(target)) return undefined;
  if (target.startsWith('/')) return { resourceName: target };
  const match = /^(?:http|ws)(s?):\/\/([^/?]*)(.*)/i.exec(target);
  if (match === null) return undefined;
  const authority = match[2]!;
  const rest = match[3]!;
  if (!isAuthority(authority)) return undefined;
  const resourceName = rest.startsWith('/') ? rest : `/${rest}`;
  return { resourceName, authority, secure: match[1] !== '' };
}
