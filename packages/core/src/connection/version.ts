/**
 * What a version of the protocol other than RFC 6455 brings to a connection. Types only: `sansocket/legacy`
 * has the values, and a connection that is given none carries none.
 *
 * @module
 */

import type {
  Acceptance,
  HandshakeOffer,
  HandshakePolicy,
  HandshakeRequest,
  RequestHead,
  RequestOptions,
  RequestReading,
  ResponseHead,
  ResponseOptions,
  ResponseReading,
} from '../handshake/index.ts';
import type { LegacyViolation, Violation } from '../violations/index.ts';
import type { Established, OpeningStep } from './opening.ts';
import type { ConnectionOptions } from './options.ts';
import type { VersionFrames } from './version-frames.ts';

/** The versions that a server serves beside RFC 6455. */
export interface Versions {
  /** What a 426 lists in Sec-WebSocket-Version, 13 among them. */
  readonly numbers: readonly number[];
  /** @returns The one that a request asks for, unless it is RFC 6455. */
  find(request: HandshakeRequest): Version | undefined;
}

/** One version: for the option `version` of a client. */
export interface Version extends VersionFrames {
  readonly server: ServerHandshake;
  readonly client: ClientHandshake;
}

/** The opening handshake as a server sees it. */
export interface ServerHandshake {
  readonly read: (
    request: HandshakeRequest,
    policy: HandshakePolicy,
    offset: number,
  ) => RequestReading<Violation | LegacyViolation>;
  /** @param transport - Whether the client reaches the server over TLS. */
  readonly accept: (
    offer: HandshakeOffer,
    acceptance: Acceptance,
    transport: { readonly secure?: boolean | undefined },
  ) => ResponseHead;
  /** @returns The same with the version; or what comes before it, where the head is not all of the handshake. */
  goOn(established: Established): OpeningStep;
}

/** What a client's connection is told, but for the version. */
export interface AskOptions
  extends ConnectionOptions,
    ResponseOptions,
    Omit<RequestOptions, 'key' | 'extensions'> {}

/** The opening handshake as a client sees it. */
export interface ClientHandshake {
  create(url: string, options: AskOptions): VersionRequest;
  readonly read: (
    response: ResponseHead,
    request: VersionRequest,
    options: AskOptions,
    offset: number,
  ) => ResponseReading<Violation | LegacyViolation>;
  /** As for a server. */
  goOn(established: Established, request: VersionRequest): OpeningStep;
}

/** The request of a version. */
export interface VersionRequest extends RequestHead {
  /** Bytes of the opening handshake that follow the head, and that no field announces. */
  readonly trailer?: Uint8Array | undefined;
  /** The URL, where the answer repeats it. */
  readonly location?: string | undefined;
}
