/**
 * Ends of the older versions, driven by hand.
 *
 * @module
 */

import { hixie75, hixie76, olderVersions } from '@sansocket/legacy';
import {
  ClientConnection,
  type ClientOptions,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';
import type { Version } from 'sansocket/connection';
import { End } from '../../../core/test/support/end.ts';
import { sampleEntropy } from '../../../core/test/support/sample-entropy.ts';
import { challenges } from './challenges.ts';
import { request75, request76 } from './requests.ts';

/** A server of every version, at time 0. */
export function olderServer(options: ServerOptions = {}): End<ServerConnection> {
  return new End(new ServerConnection({ versions: olderVersions, ...options }, 0));
}

/** A server that has accepted a Hixie client; what it wrote is taken and credited. */
export function openHixie(
  version: 'hixie-75' | 'hixie-76',
  options: ServerOptions = {},
): End<ServerConnection> {
  const end = olderServer(options);
  const bytes = version === 'hixie-76' ? request76(challenges[0]!) : request75();
  end.receive(bytes).events();
  end.connection.accept({}, 0);
  end.events();
  end.outputs();
  end.base = bytes.length;
  return end.credit();
}

/** A client that asks for a version. */
export function olderClient(
  version: Version,
  options: ClientOptions = {},
  url = 'ws://example.com/demo',
): End<ClientConnection> {
  const isHixie = version.name === 'hixie-75' || version.name === 'hixie-76';
  const origin = isHixie ? { origin: 'http://example.com' } : {};
  const given = { fillRandom: sampleEntropy, version, ...origin, ...options };
  return new End(new ClientConnection(url, given, 0));
}

/** Both versions whose frames are not those of RFC 6455. */
export const hixies: readonly Version[] = [hixie76, hixie75];
