/**
 * The version to try after a refusal (RFC 6455 §4.4).
 *
 * @module
 */

import type { HandshakeRejectedEvent, Version } from 'sansocket/connection';
import type { ProtocolVersion } from 'sansocket/handshake';

/**
 * Chooses the next version to request after a server has refused one and listed others.
 *
 * A version without a number is never tried, since a server cannot list it.
 *
 * @param asked - The version that was requested.
 * @param others - The versions that the client supports besides RFC 6455, the preferred one first.
 * @returns Options for a new client's connection, over a new transport; `undefined` if client and server have no
 *   other version in common.
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
