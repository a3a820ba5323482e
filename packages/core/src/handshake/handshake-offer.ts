/**
 * What a server learns from the request of an opening handshake, whatever parsed it (RFC 6455
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

/** A request as an HTTP server hands it over; `httpVersion` is 1.1 when it does not say. */
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
 * Which browsers and names a server answers to. Either is a list or a judgement; absent, it allows
 * all.
 */
export interface HandshakePolicy {
  /**
   * The origins allowed, compared exactly: `https://example.com` (RFC 6455 §10.2). A list refuses
   * requests without Origin too, which come from clients other than browsers; a function sees them
   * as `undefined`. Only `true` lets a request pass: a promise refuses it. A connection answers what
   * it throws with 500. Default: all.
   */
  readonly allowedOrigins?:
    | readonly string[]
    | ((origin: string | undefined) => boolean)
    | undefined;
  /**
   * The hosts allowed, with their port unless it is the scheme's own: against DNS rebinding. A function gets them
   * so, in lower case. What it returns and throws counts as with origins. Default: all.
   */
  readonly allowedHosts?: readonly string[] | ((host: string) => boolean) | undefined;
  /** Whether the client reaches the server over TLS: 443 is its own port then, else 80. Default: false. */
  readonly secure?: boolean | undefined;
  /** The `numbers` are what a 426 lists in Sec-WebSocket-Version (RFC 6455 §4.4). Default: 13. */
  readonly versions?: { readonly numbers: readonly number[] } | undefined;
}

/**
 * The version of the protocol: the number in Sec-WebSocket-Version, 13 for RFC 6455, or the name of a
 * draft from before that field.
 */
export type ProtocolVersion = 13 | 8 | 7 | 'hixie-76' | 'hixie-75';

/** A valid opening handshake, for the application to accept or reject. */
export interface HandshakeOffer {
  readonly method: string;
  /** The resource name: the path with the query (RFC 6455 §3). */
  readonly target: string;
  /** Host and port as an absolute target names them, else the Host field (RFC 9112 §3.2.2). */
  readonly host: string;
  /** The Origin field as received; browsers always send it. */
  readonly origin: string | undefined;
  /** The values of the Cookie fields as received. */
  readonly cookies: readonly string[];
  /** In the client's order of preference, all different. */
  readonly subprotocols: readonly string[];
  /** In the client's order of preference. */
  readonly extensions: readonly ExtensionOffer[];
  /** Sec-WebSocket-Key as received. */
  readonly key: string;
  readonly version: ProtocolVersion;
  readonly fields: Fields;
}

/** An offer, or the rule that the request breaks and the answer to send. */
export type RequestReading<Broken = Violation> =
  | { readonly ok: true; readonly offer: HandshakeOffer }
  | {
      readonly ok: false;
      readonly violation: Broken;
      readonly response: Rejection;
    };
