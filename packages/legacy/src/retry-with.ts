/**
 * The version to try after a refusal (RFC 6455 §4.4).
 *
 * @module
 */

import type { HandshakeRejectedEvent, Version } from 'sansocket/connection';
import type { ProtocolVersion } from 'sansocket/handshake';

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
