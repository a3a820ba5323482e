/**
 * The offer that a server reads from the request of an opening handshake, with any parser (RFC 6455
 * §4.2.1).
 *
 * @module
 */

import type { ExtensionOffer } from '../extensions/index.ts';
import { aString, aStringOrNone, pairs, type Shape } from '../options/index.ts';
import type { Violation } from '../violations/index.ts';
import type { Fields } from './fields.ts';
import type { RequestHead } from './head.ts';
import type { Rejection } from './reject-request.ts';

/** A request as an HTTP server passes it. Default of `httpVersion`: 1.1. */
export interface HandshakeRequest extends Omit<RequestHead, 'httpVersion'> {
  readonly httpVersion?: string | undefined;
}

export const requestShape: Shape<HandshakeRequest> = {
  method: aString,
  target: aString,
  httpVersion: aStringOrNone,
  fields: pairs,
};

/**
 * The origins and hosts that a server accepts, each as a list or a function. An absent one allows all.
 */
export interface HandshakePolicy {
  /**
   * The allowed origins, compared exactly: `https://example.com` (RFC 6455 §10.2). A list also refuses
   * requests without Origin, which come from clients other than browsers; a function receives `undefined`
   * for them. A request passes only if the function returns `true`: a promise refuses it. If the function
   * throws, a connection answers with 500. Default: all.
   */
  readonly allowedOrigins?:
    | readonly string[]
    | ((origin: string | undefined) => boolean)
    | undefined;
  /**
   * The allowed hosts, against DNS rebinding. A host includes its port unless that is the scheme's default. A function
   * receives the host in this form, in lower case; its result and errors count as for origins. Default: all.
   */
  readonly allowedHosts?: readonly string[] | ((host: string) => boolean) | undefined;
  /** Whether clients reach the server over TLS: then the default port is 443, otherwise 80. Default: false. */
  readonly secure?: boolean | undefined;
  /** Versions supported besides RFC 6455: a response 426 lists those that have a number (§4.4). Default: none. */
  readonly versions?: readonly { readonly name: ProtocolVersion }[] | undefined;
}

/**
 * The version of the protocol: the number in Sec-WebSocket-Version, 13 for RFC 6455, or the name of a
 * draft that is older than that field.
 */
export type ProtocolVersion = 13 | 8 | 7 | 'hixie-76' | 'hixie-75';

/** A valid opening handshake, for the application to accept or reject. */
export interface HandshakeOffer {
  readonly method: string;
  /** The resource name: the path with the query (RFC 6455 §3). */
  readonly target: string;
  /** Host and port from an absolute target, otherwise from the Host field (RFC 9112 §3.2.2). */
  readonly host: string;
  /** The Origin field as received; browsers always send it. */
  readonly origin: string | undefined;
  /** The values of the Cookie fields as received. */
  readonly cookies: readonly string[];
  /** The offered subprotocols in the client's order of preference, all different. */
  readonly subprotocols: readonly string[];
  /** The offered extensions in the client's order of preference. */
  readonly extensions: readonly ExtensionOffer[];
  /** Sec-WebSocket-Key as received. */
  readonly key: string;
  readonly version: ProtocolVersion;
  readonly fields: Fields;
}

/** An offer, or the rule that the request breaks and the response to send. */
export type RequestReading<Broken = Violation> =
  | { readonly ok: true; readonly offer: HandshakeOffer }
  | {
      readonly ok: false;
      readonly violation: Broken;
      readonly response: Rejection;
    };
