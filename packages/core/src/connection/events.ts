/**
 * What a connection tells the application, in wire order, and the transport.
 *
 * @module
 */

import type { ExtensionOffer } from '../extensions/index.ts';
import type { FrameHeader } from '../framing/index.ts';
import type { Fields, ProtocolVersion } from '../handshake/index.ts';
import type { LegacyViolationId, ViolationId } from '../violations/index.ts';

/** Server: a client asks to open a connection (RFC 6455 §4.2.1). Answer with `accept` or `reject`, now or later. */
export interface HandshakeRequestEvent {
  readonly type: 'handshake-request';
  /** 13, or one of those that the option `versions` adds. */
  readonly version: ProtocolVersion;
  readonly method: string;
  /** The resource name: path and query (§3). */
  readonly target: string;
  /** Every header field in order, repeated names kept. */
  readonly fields: Fields;
  /** Host and port as the client named them: in an absolute target, else in the Host field (RFC 9112 §3.2.2). */
  readonly host: string;
  /** `undefined` when the client sent none: then it is no browser (§10.2). */
  readonly origin: string | undefined;
  /** The values of the Cookie fields, as received. */
  readonly cookies: readonly string[];
  /** What the client offers, in its order of preference. */
  readonly subprotocols: readonly string[];
  /** What the client offers, in its order of preference (§9.1). */
  readonly extensions: readonly ExtensionOffer[];
}

/** The opening handshake succeeded: messages may flow. */
export interface OpenEvent {
  readonly type: 'open';
  /** The subprotocol in use. */
  readonly subprotocol: string | undefined;
  /** The extensions in use, as the field names them; empty when there are none. */
  readonly extensions: string;
  /** Client: the fields of the response. Server: those of the request. */
  readonly fields: Fields;
}

/** Client: the server answered with another status than 101 (§4.1). */
export interface HandshakeRejectedEvent {
  readonly type: 'handshake-rejected';
  readonly status: number;
  readonly reason: string;
  readonly fields: Fields;
  /** Protocol versions that the server named with 400 or 426 (§4.4). */
  readonly supportedVersions: readonly number[];
  /**
   * The start of the body, at most `maxRejectedBodyBytes`: chunks are joined, any other coding is left. What has come
   * within a second of the head, where the end does not come.
   */
  readonly body: Uint8Array;
}

/** A whole message (§6.2). */
export type MessageEvent = { readonly type: 'message' } & Content;

/** A part of a message, with the option `messages: 'parts'`. A part of a text ends with a whole code point. */
export type MessagePartEvent = {
  readonly type: 'message-part';
  /** Whether the message ends here: such a part, and no other, may be empty. */
  readonly fin: boolean;
} & Content;

/** What a message holds. Bytes may be a view of the chunk. */
type Content =
  | {
      readonly kind: 'text';
      /** Bytes with the option `text: 'bytes'`, else a string. */
      readonly data: string | Uint8Array;
    }
  | { readonly kind: 'binary'; readonly data: Uint8Array };

/** A frame header, with the option `frames`; its payload follows as the event that it is part of. */
export interface FrameEvent {
  readonly type: 'frame';
  readonly header: FrameHeader;
  /** Position of byte 0 of the frame among all bytes received. */
  readonly offset: number;
}

/** A ping came; the pong is already on its way (§5.5.2). */
export interface PingEvent {
  readonly type: 'ping';
  readonly payload: Uint8Array;
}

/** A pong came (§5.5.3). */
export interface PongEvent {
  readonly type: 'pong';
  readonly payload: Uint8Array;
  /** Milliseconds since the ping that it answers, `undefined` when it answers none of the last one. */
  readonly latency: number | undefined;
}

/** After `send` said `high-water`: there is room again. */
export interface DrainEvent {
  readonly type: 'drain';
}

/** The peer's Close frame came (§5.5.1); the answer is on its way. */
export interface CloseReceivedEvent {
  readonly type: 'close-received';
  /** 1005 when the frame named none (§7.1.5). */
  readonly code: number;
  readonly reason: string;
}

/** The peer broke a rule: nothing after it is delivered (§7.1.7). */
export interface ViolationEvent {
  readonly type: 'violation';
  readonly rule: ViolationId | LegacyViolationId;
  /** The code of the Close frame that answers it; 1006 where none is sent: before the connection is open, in Hixie. */
  readonly closeCode: number;
  /** Where the rule is written. */
  readonly section: string;
  /**
   * Position of the offending byte among all bytes received; in a message that an extension transformed,
   * that of its frame.
   */
  readonly offset: number;
  /**
   * What the peer did, for people to read, without payload bytes and without values of fields, which may be
   * credentials. A close code is told as a range where only its first byte has come.
   */
  readonly detail: string;
}

export type EndedBy = 'local' | 'peer' | 'violation' | 'timeout' | 'transport';

/** The end: always the last event, exactly once. */
export interface CloseEvent {
  readonly type: 'close';
  /** From the first Close frame received; 1005 when that named none, 1006 when none came (§7.1.5). */
  readonly code: number;
  readonly reason: string;
  /** Whether both Close frames were exchanged (§7.1.4): the peer's has come, and ours has left. */
  readonly wasClean: boolean;
  /** Who or what made the connection end. */
  readonly endedBy: EndedBy;
  /**
   * What `receiveError` was given; a RangeError when more than `maxBufferedBytes` waited; what a function of the options
   * threw when it was asked about the peer's opening handshake, or an extension when it was closed.
   */
  readonly cause?: unknown;
}

export type ConnectionEvent =
  | HandshakeRequestEvent
  | OpenEvent
  | HandshakeRejectedEvent
  | MessageEvent
  | MessagePartEvent
  | FrameEvent
  | PingEvent
  | PongEvent
  | DrainEvent
  | CloseReceivedEvent
  | ViolationEvent
  | CloseEvent;

/** What the transport is to do, in this order. */
export type Output =
  /** Send these bytes; they are the transport's for good. */
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  /** Close the sending half: FIN, END_STREAM. Nothing is written after it. */
  | { readonly type: 'end' }
  /** Drop the connection at once: RST, RST_STREAM. */
  | { readonly type: 'abort'; readonly reason: string };

/** Whether the peer takes our bytes as fast as they come; `closing` means that nothing was sent. */
export type SendStatus = 'ok' | 'high-water' | 'closing';
