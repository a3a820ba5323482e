/**
 * The error for a feature that a version of the protocol does not have.
 *
 * @module
 */

import type { ProtocolVersion } from 'sansocket/handshake';
import { StateError } from 'sansocket/violations';

/** The features that the versions before HyBi do not have. */
export type Feature =
  | 'binary messages'
  | 'messages in parts'
  | 'fragments'
  | 'pings'
  | 'pongs'
  | 'close codes'
  | 'extensions'
  | 'more than one subprotocol';

/** The version in use does not have the feature that a call needs; the call has changed nothing. */
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
