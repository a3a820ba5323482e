/**
 * The events of a connection, delivered to the application in wire order, and the outputs for the transport.
 *
 * @module
 */

import type { ExtensionOffer } from '../extensions/index.ts';
import type { FrameHeader } from '../framing/index.ts';
import type { Fields, ProtocolVersion } from '../handshake/index.ts';
import type { ViolationId } from '../violations/index.ts';

/** Server: a client asks to open a connection (RFC 6455 §4.2.1). Answer with `accept` or `reject`, now or later. */
export interface HandshakeRequestEvent {
  readonly type: 'handshake-request';
  /** 13, or an older version that the option `versions` adds. */
  readonly version: ProtocolVersion;
  readonly method: string;
  /** The resource name: path and query (§3). */
  readonly target: string;
  /** Every header field in order, repeated names kept. */
  readonly fields: Fields;
  /** Host and port as the client named them: in an absolute target, else in the Host field (RFC 9112 §3.2.2). */
  readonly host: string;
  /** `undefined` when the client sent no Origin field: then it is no browser (§10.2). */
  readonly origin: string | undefined;
  /** The values of the Cookie fields, as received. */
  readonly cookies: readonly string[];
  /** The subprotocols that the client offers, in its order of preference. */
  readonly subprotocols: readonly string[];
  /** The extensions that the client offers, in its order of preference (§9.1). */
  readonly extensions: readonly ExtensionOffer[];
}

/** The opening handshake succeeded: messages may flow. */
export interface OpenEvent {
  readonly type: 'open';
  /** The subprotocol in use. */
  readonly subprotocol: string | undefined;
  /** The extensions in use, as a Sec-WebSocket-Extensions field; empty when no extension is in use. */
  readonly extensions: string;
  /** Client: the fields of the response. Server: the fields of the request. */
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
   * The start of the body, at most `maxRejectedBodyBytes`: chunks are joined, any other coding is left. If the body
   * does not end within a second of the head, the bytes received by then.
   */
  readonly body: Uint8Array;
}

/** A whole message (§6.2). */
export type MessageEvent = { readonly type: 'message' } & Content;

/** A part of a message, with the option `messages: 'parts'`. Each part of a text ends with a whole code point. */
export type MessagePartEvent = {
  readonly type: 'message-part';
  /** Whether this part is the last of its message. Only the last part may be empty. */
  readonly fin: boolean;
} & Content;

/** The content of a message. Bytes may be a view of the chunk. */
type Content =
  | {
      readonly kind: 'text';
      /** Bytes (UTF-8) with the option `text: 'bytes'`, else a string. */
      readonly data: string | Uint8Array;
    }
  | { readonly kind: 'binary'; readonly data: Uint8Array };

/** A frame header, with the option `frames`; the payload follows in the event of its message or control frame. */
export interface FrameEvent {
  readonly type: 'frame';
  readonly header: FrameHeader;
  /** Position of byte 0 of the frame among all bytes received. */
  readonly offset: number;
}

/** A ping was received; core sends the pong (§5.5.2), unless the option `answers` is `manual`. */
export interface PingEvent {
  readonly type: 'ping';
  readonly payload: Uint8Array;
}

/** A pong was received (§5.5.3). */
export interface PongEvent {
  readonly type: 'pong';
  readonly payload: Uint8Array;
  /** Milliseconds since the ping that it answers; `undefined` unless it answers our last ping. */
  readonly latency: number | undefined;
}

/** The output has room again, after `send` returned `high-water`. */
export interface DrainEvent {
  readonly type: 'drain';
}

/** The peer's Close frame was received (§5.5.1); core answers it, unless the option `answers` is `manual`. */
export interface CloseReceivedEvent {
  readonly type: 'close-received';
  /** 1005 when the frame has no code (§7.1.5). */
  readonly code: number;
  readonly reason: string;
}

/** The peer broke a rule: nothing after it is delivered (§7.1.7). */
export interface ViolationEvent {
  readonly type: 'violation';
  /** A row of `violations`, or a row of the table of an older version. */
  readonly rule: ViolationId | (string & {});
  /** The code of the Close frame that answers it; 1006 if no code is sent: before the connection is open, in Hixie. */
  readonly closeCode: number;
  /** The section of the specification that states the rule. */
  readonly section: string;
  /**
   * Position of the offending byte among all bytes received; in a message that an extension transformed,
   * the position of its frame.
   */
  readonly offset: number;
  /**
   * The fault in words, without payload bytes and without values of fields, which may be credentials. A close code
   * is given as a range if only its first byte was received.
   */
  readonly detail: string;
}

export type EndedBy = 'local' | 'peer' | 'violation' | 'timeout' | 'transport';

/** The connection has ended: always the last event, exactly once. */
export interface CloseEvent {
  readonly type: 'close';
  /** The code of the peer's Close frame: 1005 when the frame has no code, 1006 when no frame was received (§7.1.5). */
  readonly code: number;
  readonly reason: string;
  /** Whether both Close frames were exchanged (§7.1.4): the peer's was received, and ours was sent. */
  readonly wasClean: boolean;
  /** The first cause of the end. */
  readonly endedBy: EndedBy;
  /**
   * The cause passed to `receiveError`; a RangeError when more than `maxBufferedBytes` were unsent; or the error that
   * was thrown by a function of the options during the opening handshake, or by an extension when it was closed.
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

/** A task for the transport; tasks are done in order. */
export type Output =
  /** Send these bytes. The transport may keep them; with shared memory they are lent until reported sent. */
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  /** Close the sending half: FIN, END_STREAM. Nothing is written after it. */
  | { readonly type: 'end' }
  /** Drop the connection at once: RST, RST_STREAM. */
  | { readonly type: 'abort'; readonly reason: string };

/** Whether the peer reads as fast as we send; `closing` means that nothing was sent. */
export type SendStatus = 'ok' | 'high-water' | 'closing';
