/**
 * The interface for versions of the protocol other than RFC 6455. Types only: `@sansocket/legacy` has the
 * values, and a connection without older versions carries no code for them.
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
 * A version of the protocol other than RFC 6455, for the option `versions` of a server and `version` of a client.
 * Bytes, limits, timeouts and events of the connection are still handled by core.
 */
export interface Version extends VersionFrames {
  /** Whether a request asks for this version: a server uses the first of its versions that is asked, else RFC 6455. */
  isAsked(request: HandshakeRequest): boolean;
  readonly server: ServerHandshake;
  readonly client: ClientHandshake;
}

/** The server's side of the opening handshake. */
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
  /** @returns The step with the version added; or an earlier step, if the handshake continues after the head. */
  goOn(established: Established): OpeningStep;
}

/** The options of a client's connection, without the version. */
export interface AskOptions
  extends ConnectionOptions,
    ResponseOptions,
    Omit<RequestOptions, 'key' | 'extensions'> {}

/** The client's side of the opening handshake. */
export interface ClientHandshake {
  create(url: string, options: AskOptions): VersionRequest;
  readonly read: (
    response: ResponseHead,
    request: VersionRequest,
    options: AskOptions,
    offset: number,
  ) => ResponseReading<Violation<string>>;
  /** The same as for a server. */
  goOn(established: Established, request: VersionRequest): OpeningStep;
}

/** The request of a version. */
export interface VersionRequest extends RequestHead {
  /** Bytes of the opening handshake after the head that no field announces. */
  readonly trailer?: Uint8Array | undefined;
  /** The URL, if the response repeats it. */
  readonly location?: string | undefined;
}
