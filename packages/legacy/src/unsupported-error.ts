/**
 * The error for what a version of the protocol cannot do.
 *
 * @module
 */

import type { ProtocolVersion } from 'sansocket/handshake';
import { StateError } from 'sansocket/violations';

/** What the versions before HyBi lack. */
export type Feature =
  | 'binary messages'
  | 'messages in parts'
  | 'fragments'
  | 'pings'
  | 'pongs'
  | 'close codes'
  | 'extensions'
  | 'more than one subprotocol';

/** The version in use does not have what was asked of it; the call has changed nothing. */
export class UnsupportedError extends StateError {
  override readonly name: string = 'UnsupportedError';
  readonly version: ProtocolVersion;
  readonly feature: Feature;

  constructor(version: ProtocolVersion, feature: Feature) {
    super(`Version ${version} of the protocol has no ${feature}`);
    this.version = version;
    this.feature = feature;
  }
}
