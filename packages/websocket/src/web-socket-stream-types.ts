/**
 * The types of the class `WebSocketStream`, with the names of its proposal.
 *
 * @module
 */

import type { Signal } from 'sansocket/driving';

/** How a connection is closed. */
export interface WebSocketCloseInfo {
  /** 1000 or 3000 to 4999. Default: none, or 1000 with a reason. */
  readonly closeCode?: number | undefined;
  /** At most 123 bytes of UTF-8. */
  readonly reason?: string | undefined;
}

/** A connection that was not closed cleanly. */
export interface WebSocketError extends Error, WebSocketCloseInfo {
  readonly name: 'WebSocketError';
  /** The violation, or the cause that the transport gives. */
  readonly cause?: unknown;
}

/** The options of `new WebSocketStream`. */
export interface WebSocketStreamOptions {
  /** The subprotocols to offer, in the order of preference. Default: none. */
  readonly protocols?: readonly string[] | undefined;
  /** An `AbortSignal`: gives up the opening handshake. */
  readonly signal?: Signal | undefined;
}

/** A `ReadableStream` of messages. */
export interface ReadableMessages extends AsyncIterable<string | Uint8Array> {
  getReader(): MessageReader;
  cancel(reason?: unknown): Promise<unknown>;
}

/** Its reader. */
export interface MessageReader {
  read(): Promise<{ readonly done: boolean; readonly value?: string | Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<unknown>;
  releaseLock(): void;
}

/** A `WritableStream` of messages. */
export interface WritableMessages {
  getWriter(): MessageWriter;
  abort(reason?: unknown): Promise<unknown>;
}

/** Its writer. */
export interface MessageWriter {
  /** Resolves once the connection takes more: the peer keeps up. Bytes are copied. */
  write(message: string | ArrayBuffer | ArrayBufferView): Promise<unknown>;
  /** Starts the closing handshake; resolves when the connection is closed. */
  close(): Promise<unknown>;
  abort(reason?: unknown): Promise<unknown>;
  releaseLock(): void;
}

/** The result of the opening handshake. */
export interface OpenedStreams {
  /** The reader is waited for: with each message that is not read yet, the connection stops reading. */
  readonly readable: ReadableMessages;
  readonly writable: WritableMessages;
  /** The subprotocol in use; empty for none. */
  readonly protocol: string;
  /** The extensions in use, as a Sec-WebSocket-Extensions field; empty for none. */
  readonly extensions: string;
}

/** A connection as two streams. */
export interface WebSocketStream {
  readonly url: string;
  /** Rejects with a `WebSocketError` when nothing opens, with the reason of the signal when it was aborted. */
  readonly opened: Promise<OpenedStreams>;
  /** Resolves when the connection is closed cleanly; else rejects as `opened`. */
  readonly closed: Promise<{ readonly closeCode: number; readonly reason: string }>;
  /**
   * Starts the closing handshake; before the connection is open, gives it up. Idempotent.
   *
   * @throws DOMException InvalidAccessError for another code, SyntaxError for a longer reason.
   */
  close(info?: WebSocketCloseInfo): void;
}

/** The constructor of `WebSocketStream`. */
export interface WebSocketStreamClass {
  readonly prototype: WebSocketStream;
  /**
   * Starts the opening handshake.
   *
   * @param url - ws, wss, http or https; relative where the class has a base URL.
   * @throws DOMException SyntaxError for a URL or subprotocols that cannot be used.
   */
  new (url: string | { readonly href: string }, options?: WebSocketStreamOptions): WebSocketStream;
}
