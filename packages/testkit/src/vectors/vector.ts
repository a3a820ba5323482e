/**
 * The contents of a vector: bytes that a peer sends, and their meaning. The JSON files use the same names;
 * `docs/reference/vectors.md` explains each.
 *
 * @module
 */

import type { ViolationId } from 'sansocket/violations';

/** The vectors of one area, as in one JSON file. */
export interface VectorFile {
  /** Also the file's name, without `.json`. */
  readonly area: string;
  readonly title: string;
  readonly vectors: readonly Vector[];
}

/** Bytes that one end receives, and the result that it must give. */
export interface Vector {
  /** Stands for the same vector for ever: area, contents of the bytes, and receiver. */
  readonly id: string;
  readonly title: string;
  /** The section with the rule, such as `RFC 6455 §5.2`. */
  readonly section: string;
  readonly receiver: 'client' | 'server';
  /** `open`: the bytes come after the opening handshake. `opening`: they begin with its head. */
  readonly state: 'opening' | 'open';
  /** The options of the receiver; without it, its defaults apply. */
  readonly options?: VectorOptions;
  readonly bytes: readonly Piece[];
  /** In order; those before the violation, if there is one. */
  readonly events: readonly VectorEvent[];
  readonly violation?: VectorViolation;
}

/** A run of bytes: pairs of hexadecimal digits, ASCII text, or pairs of digits several times over. */
export type Piece =
  | string
  | { readonly ascii: string }
  | { readonly hex: string; readonly times: number };

/** The receiver's options that differ from the defaults. */
export interface VectorOptions {
  /** The limits that differ from the defaults, which are those of core. */
  readonly limits?: Readonly<Record<string, number>>;
  /** Extensions in use (`open`), offered by the client, or known to the server (`opening`). */
  readonly extensions?: readonly string[];
  /** Client: the key that it sent. Default: that of RFC 6455 §1.3. */
  readonly key?: string;
  /** Client: the subprotocols that it offered. */
  readonly subprotocols?: readonly string[];
  /** Client: whether it insists on one of them, as browsers do. */
  readonly requireSubprotocol?: boolean;
  /** Server: the origins that it accepts. */
  readonly allowedOrigins?: readonly string[];
  /** Server: the hosts that it serves. */
  readonly allowedHosts?: readonly string[];
  /** Server: the action of its application on a request. Default: accept it at once. */
  readonly answer?: 'none';
}

/** The events that a receiver delivers to its application. */
export type VectorEvent =
  | { readonly type: 'message'; readonly kind: 'text'; readonly text: string }
  | { readonly type: 'message'; readonly kind: 'binary'; readonly bytes: readonly Piece[] }
  | { readonly type: 'ping' | 'pong'; readonly bytes: readonly Piece[] }
  | { readonly type: 'close-received'; readonly code: number; readonly reason: string }
  | VectorRequest
  | {
      readonly type: 'open';
      /** The subprotocol in use. */
      readonly subprotocol?: string;
      /** The names of the extensions in use. */
      readonly extensions?: readonly string[];
    }
  | { readonly type: 'handshake-rejected'; readonly status: number };

/** A request that the server may accept. */
export interface VectorRequest {
  readonly type: 'handshake-request';
  /** Path and query. */
  readonly target: string;
  readonly host: string;
  readonly origin?: string;
  readonly subprotocols: readonly string[];
  readonly extensions: readonly VectorExtension[];
  /** The value of Sec-WebSocket-Accept that answers it. */
  readonly accept: string;
}

/** An element of Sec-WebSocket-Extensions; a parameter without a value has `true`. */
export interface VectorExtension {
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, value: string | true])[];
}

/** The rule that the bytes break. */
export interface VectorViolation {
  readonly rule: ViolationId;
  /** The code of the Close frame that answers; 1006 in the opening handshake, where none is sent. */
  readonly closeCode: number;
  /** Server, opening handshake: the status that answers. */
  readonly status?: number;
  /** Index in the vector's bytes of the first byte after which nothing valid can follow. */
  readonly offset: number;
}
