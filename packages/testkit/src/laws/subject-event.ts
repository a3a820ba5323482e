/**
 * The events of a subject, in terms that all implementations can be translated into. They have the names and forms of a
 * connection of core's events, so that those are events of a subject as they stand.
 *
 * Laws that compare two runs of one implementation also compare all other properties of an event, except the `detail`
 * of a violation.
 *
 * @module
 */

import type { ExtensionOffer } from 'sansocket/extensions';

/** An event; optional properties are those that not every implementation has. */
export type SubjectEvent =
  | SubjectMessage
  /** A part of a message, from an implementation that delivers parts: it may cut them anywhere. */
  | {
      readonly type: 'message-part';
      readonly kind: 'text' | 'binary';
      readonly data: string | Uint8Array;
      readonly fin: boolean;
    }
  | { readonly type: 'ping' | 'pong'; readonly payload: Uint8Array }
  /** The code is 1005 when the frame named none (RFC 6455 §7.1.5). */
  | { readonly type: 'close-received'; readonly code: number; readonly reason: string }
  | SubjectViolation
  /** The last event: none follows. */
  | {
      readonly type: 'close';
      readonly code?: number;
      readonly reason?: string;
      readonly wasClean?: boolean;
      readonly endedBy?: string;
    }
  | SubjectRequested
  | { readonly type: 'frame' | 'drain' }
  | SubjectOpen
  /** To a client: the server rejected the request. The body is the part received: at least 1 KiB of a longer one. */
  | { readonly type: 'handshake-rejected'; readonly status: number; readonly body?: Uint8Array };

/** To a server: a request waits for the application's answer. */
export interface SubjectRequested {
  readonly type: 'handshake-request';
  /** The path with the query, whatever the form of the target. */
  readonly target?: string;
  /** The host of an absolute target, or of the Host field. */
  readonly host?: string;
  readonly origin?: string | undefined;
  readonly subprotocols?: readonly string[];
  readonly extensions?: readonly ExtensionOffer[];
}

/** The connection is open. */
export interface SubjectOpen {
  readonly type: 'open';
  /** The subprotocol in use; `undefined` for none. */
  readonly subprotocol?: string | undefined;
  /** The extensions in use, as Sec-WebSocket-Extensions names them; empty for none. */
  readonly extensions?: string;
}

/** A whole message (RFC 6455 §6.2). */
export interface SubjectMessage {
  readonly type: 'message';
  readonly kind: 'text' | 'binary';
  /** A string for text. */
  readonly data: string | Uint8Array;
}

/** The peer broke a rule: the connection is failed (RFC 6455 §7.1.7). */
export interface SubjectViolation {
  readonly type: 'violation';
  /** The name of the rule in core's table. */
  readonly rule?: string;
  /** The code of the Close frame that answers it; 1006 before the connection is open. */
  readonly closeCode?: number;
  /** Position, among all bytes received, of the first byte after which nothing valid can follow. */
  readonly offset?: number;
}
