/**
 * What a subject tells, in words that all implementations can be translated into. Named as the events
 * of a connection of core are, so that those are events of a subject as they stand.
 *
 * Laws that set two runs of one implementation side by side compare whatever else an event holds, too, but for
 * the `detail` of a violation.
 *
 * @module
 */

import type { ExtensionOffer } from 'sansocket/extensions';

/** An event; properties that are optional are those that not every implementation has. */
export type SubjectEvent =
  | SubjectMessage
  /** A part of a message, where they come in parts: where they are cut is the implementation's own. */
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
  /** The end: nothing comes behind it. */
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
  /** The server said no; to a client. The body is what has come of it, at least 1 KiB where there is as much. */
  | { readonly type: 'handshake-rejected'; readonly status: number; readonly body?: Uint8Array };

/** A request waits for the application's answer; to a server. */
export interface SubjectRequested {
  readonly type: 'handshake-request';
  /** The path with the query, whatever form the target has. */
  readonly target?: string;
  /** That of an absolute target, or of the Host field. */
  readonly host?: string;
  readonly origin?: string | undefined;
  readonly subprotocols?: readonly string[];
  readonly extensions?: readonly ExtensionOffer[];
}

/** The connection is open. */
export interface SubjectOpen {
  readonly type: 'open';
  /** The one in use; `undefined` for none. */
  readonly subprotocol?: string | undefined;
  /** Those in use, as Sec-WebSocket-Extensions names them; empty for none. */
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
  /** As in the table of core. */
  readonly rule?: string;
  /** Of the Close frame that answers it; 1006 before the connection is open. */
  readonly closeCode?: number;
  /** Position among all bytes received of the first after which nothing valid can follow. */
  readonly offset?: number;
}
