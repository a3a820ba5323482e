/**
 * The types of the class `WebSocket` (WHATWG WebSockets §3.1), with the names of the standard. They are declared here, so
 * that a browser's types are not needed to compile.
 *
 * @module
 */

import type {
  BlobLike,
  CloseEventLike,
  EventLike,
  EventTargetLike,
  ListenerLike,
  ListenerOptions,
  MessageEventLike,
} from './platform.ts';

export type BinaryType = 'blob' | 'arraybuffer';

/** An event handler; an object that is no function is kept, and does nothing. */
export type EventHandler<E> = ((event: E) => unknown) | null;

/** The events, indexed by their types. */
export interface EventOf {
  readonly open: EventLike;
  readonly message: MessageEventLike;
  /** Its property `error` is what failed: the event of the violation, or the cause that the transport gives. */
  readonly error: EventLike & { readonly error: unknown };
  readonly close: CloseEventLike;
}

/** A `WebSocket` of the living standard. */
export interface WebSocket extends EventTargetLike {
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
  /** The URL, serialised. */
  readonly url: string;
  readonly readyState: 0 | 1 | 2 | 3;
  /**
   * Payload bytes given to `send` that have not been sent. It does not fall to 0 when the connection closes. Code that
   * continues after an `await` may see that it has fallen already.
   */
  readonly bufferedAmount: number;
  /** The subprotocol in use; empty for none. */
  readonly protocol: string;
  /** The extensions in use, as a Sec-WebSocket-Extensions field; empty for none. */
  readonly extensions: string;
  /** What binary messages are received as. Default: `blob`. Any other value is ignored. */
  binaryType: BinaryType;
  onopen: EventHandler<EventOf['open']>;
  onmessage: EventHandler<EventOf['message']>;
  onerror: EventHandler<EventOf['error']>;
  onclose: EventHandler<EventOf['close']>;
  /**
   * Sends a message; bytes are copied. After `close`, it is dropped and still counted in `bufferedAmount`.
   *
   * @throws DOMException InvalidStateError before the connection is open.
   */
  send(data: string | ArrayBuffer | ArrayBufferView | BlobLike): void;
  /**
   * Starts the closing handshake; before the connection is open, fails it. Idempotent.
   *
   * @param code - 1000 or 3000 to 4999. Default: none, or 1000 with a reason.
   * @param reason - At most 123 bytes of UTF-8.
   * @throws DOMException InvalidAccessError for another code, SyntaxError for a longer reason.
   */
  close(code?: number, reason?: string): void;
  addEventListener<T extends keyof EventOf>(
    type: T,
    listener: ListenerLike<EventOf[T]> | null,
    options?: ListenerOptions,
  ): void;
  removeEventListener<T extends keyof EventOf>(
    type: T,
    listener: ListenerLike<EventOf[T]> | null,
    options?: ListenerOptions,
  ): void;
}

/** The constructor of `WebSocket`. */
export interface WebSocketClass {
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
  readonly prototype: WebSocket;
  /**
   * Starts the opening handshake.
   *
   * @param url - ws, wss, http or https; relative where the class has a base URL.
   * @param protocols - The subprotocols to offer.
   * @throws DOMException SyntaxError for a URL or subprotocols that cannot be used. What the transport cannot use is an
   *   `error` event.
   */
  new (url: string | { readonly href: string }, protocols?: string | Iterable<string>): WebSocket;
}
