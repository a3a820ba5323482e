/**
 * The seam for versions of the protocol other than RFC 6455: what one brings to a connection. Types only:
 * `@sansocket/legacy` has the values, and a connection that is given none carries none.
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
import type { Violation } from '../violations/index.ts';
import type { Established, OpeningStep } from './opening.ts';
import type { ConnectionOptions } from './options.ts';
import type { VersionFrames } from './version-frames.ts';

/**
 * A version of the protocol other than RFC 6455, and all that core knows of one: for the option `versions` of a
 * server, and `version` of a client. Whatever it does with a connection's bytes, limits, timeouts and events
 * stay core's.
 */
export interface Version extends VersionFrames {
  /** Whether a request asks for this version: a server takes the first of its versions that says yes, else RFC 6455. */
  isAsked(request: HandshakeRequest): boolean;
  readonly server: ServerHandshake;
  readonly client: ClientHandshake;
}

/** The opening handshake as a server sees it. */
export interface ServerHandshake {
  readonly read: (
    request: HandshakeRequest,
    policy: HandshakePolicy,
    offset: number,
  ) => RequestReading<Violation<string>>;
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
  ) => ResponseReading<Violation<string>>;
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
