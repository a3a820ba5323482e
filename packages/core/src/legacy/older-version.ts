/**
 * The versions that a server serves beside RFC 6455, and the one to try after a refusal (RFC 6455 §4.4).
 *
 * @module
 */

import type { HandshakeRejectedEvent, Version, Versions } from '../connection/index.ts';
import type { HandshakeRequest, ProtocolVersion } from '../handshake/index.ts';
import { checkKind, isEach, type Kind, member } from '../options/index.ts';

/** A version from before RFC 6455. */
export interface OlderVersion extends Version {
  /** Whether a request asks for this version: one at most that a request can mean says yes. */
  isAsked(request: HandshakeRequest): boolean;
}

const someVersions: Kind<readonly OlderVersion[]> = [
  'versions of sansocket/legacy, one or more',
  (value) =>
    member(value, 'length') !== 0 &&
    isEach(value, (item) => typeof member(item, 'isAsked') === 'function'),
];

/**
 * For the option `versions` of a server: these, beside RFC 6455.
 *
 * @param versions - One or more.
 * @throws TypeError for what is no version, and for none.
 */
export function versionsOf(...versions: readonly OlderVersion[]): Versions {
  checkKind('versions', versions, someVersions);
  const names: readonly ProtocolVersion[] = [13, ...versions.map(({ name }) => name)];
  return {
    numbers: names.filter((name) => typeof name === 'number'),
    find: (request) => versions.find((version) => version.isAsked(request)),
  };
}

/**
 * What to ask for next, when a server has refused the version and named others.
 *
 * A version without a number is named by no server: it is not tried.
 *
 * @param asked - What was asked for.
 * @param others - What the client speaks besides RFC 6455, the preferred one first.
 * @returns Options for another client's connection, over another transport; `undefined` when the two have no
 *   version in common that was not tried.
 */
export function retryWith(
  { supportedVersions }: HandshakeRejectedEvent,
  asked: ProtocolVersion,
  others: readonly Version[],
): { readonly version: Version | undefined } | undefined {
  const isNamed = (name: ProtocolVersion): boolean =>
    name !== asked && supportedVersions.some((version) => version === name);
  if (isNamed(13)) return { version: undefined };
  const version = others.find(({ name }) => isNamed(name));
  return version && { version };
}
