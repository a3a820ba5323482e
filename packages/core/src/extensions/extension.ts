/**
 * The interface of an extension (RFC 6455 §9), which any package can implement.
 *
 * An `Extension` serves any number of connections and holds no state of them. Negotiation makes an
 * `ExtensionSession` from it, which belongs to one connection and holds its state:
 *
 *     client                                    server
 *     offers() ────────────── offer ──────────► accept(offer)
 *     activate(answer) ◄───── answer ────────── { parameters, session }
 *        └► session
 *
 * A session transforms messages, not frames: control frames never pass through it, and it receives a
 * message as a sequence of byte pieces, however the message is fragmented. The calls for one message are
 * `begin(head)` once and, if that returned `true`, `push(bytes, fin, budget)` until `fin` is true. After a
 * message that ends early (the closing handshake came in between) no further call is made for it;
 * `close()` is called once when the connection has ended. None of these calls may throw: invalid bytes
 * of the peer are a result, and an error would reach the caller of the connection.
 *
 * @module
 */

/**
 * One parameter: its name, and its value or `true` if it has no value. Quotes and escapes are already
 * removed.
 */
export type ExtensionParameter = readonly [name: string, value: string | true];

/**
 * Parameters in the order of the field; a name can be repeated, and the extension decides whether that
 * is allowed.
 */
export type ExtensionParameters = readonly ExtensionParameter[];

/** One element of Sec-WebSocket-Extensions, in an offer or in an answer (RFC 6455 §9.1). */
export interface ExtensionOffer {
  readonly name: string;
  readonly parameters: ExtensionParameters;
}

/** An extension that can be offered by clients and accepted by servers (RFC 6455 §9). */
export interface Extension {
  /** The registered token, compared exactly: `permessage-deflate`. */
  readonly name: string;

  /**
   * Client: the alternatives to offer, the preferred one first.
   *
   * @returns One list of parameters for each element of the field; `[[]]` offers the bare name.
   */
  offers(): readonly ExtensionParameters[];

  /**
   * Server: decides about one offer of this name.
   *
   * @returns The parameters of the answer and the session; `undefined` to decline (an undefined
   *   parameter, a value out of range, an unsupported demand): then the client's next offer is
   *   tried.
   */
  accept(
    offer: ExtensionParameters,
  ): { readonly parameters: ExtensionParameters; readonly session: ExtensionSession } | undefined;

  /**
   * Client: checks the server's answer against the result of `offers()`.
   *
   * @returns The session; `undefined` if the answer is illegal: then the opening handshake fails.
   */
  activate(answer: ExtensionParameters): ExtensionSession | undefined;
}

/** An extension in use on one connection, with its state. */
export interface ExtensionSession {
  /**
   * The reserved bits that this extension sets on the first frame of a message that it transformed:
   * any of `0b0111_0000`, at their place in byte 0 of the frame header (RFC 6455 §5.2). Two
   * extensions of one connection never claim the same bit.
   */
  readonly reservedBits: number;

  /**
   * Undoes the transformation of received messages; absent when the extension leaves them alone.
   */
  readonly decoder?: MessageDecoder;

  /**
   * Transforms messages before they are fragmented and sent; absent when the extension leaves them
   * alone.
   */
  readonly encoder?: MessageEncoder;

  /** Frees the resources of the session. Called once, when the connection has ended. */
  close?(): void;
}

/** One direction of a session. */
export interface MessageTransform {
  /**
   * Begins a message.
   *
   * @returns Decoder: whether the reserved bits say that this extension transformed the message.
   *   Encoder: whether it transforms the message; its bits are then set on the first frame. After
   *   `false` the message passes unchanged, and no `push` follows.
   */
  begin(head: MessageHead): boolean;

  /**
   * Transforms the next piece of the message.
   *
   * @param bytes - Must not be modified or kept after the call: copy bytes that are needed later.
   * @param fin - Whether this is the last piece of the message.
   * @param budget - The most bytes that this call may return. A decoder stops before it exceeds the
   *   budget and allocates at most as much; for an encoder it is `Infinity`.
   */
  push(bytes: Uint8Array, fin: boolean, budget: number): TransformResult;
}

/** A transform of received messages, which may lend its output instead of giving it away. */
export interface MessageDecoder extends Omit<MessageTransform, 'push'> {
  /** As in `MessageTransform`. */
  push(bytes: Uint8Array, fin: boolean, budget: number): DecoderResult;
}

/** A transform of messages to send. After the first piece it may decide to leave the message unchanged. */
export interface MessageEncoder extends Omit<MessageTransform, 'push'> {
  /** As in `MessageTransform`; the budget is `Infinity`. */
  push(bytes: Uint8Array, fin: boolean, budget: number): EncoderResult;

  /**
   * Called if the message that was begun last will not be sent, because an error was thrown during or after its first
   * `push`. The next message must not refer to it. If an encoder does not have this function, `send` throws from then
   * on, since the peer could not decode further messages.
   */
  takeBack?(): void;

  /**
   * Transforms a whole message that is sent on many connections, between two messages: nothing in it may refer to the
   * messages before it, and the messages after it may not refer to anything before them, or to it. Without this function,
   * such a message is transformed as any other.
   *
   * @param bytes - The same array for each connection, and never changed: so the result can be kept for the next one.
   * @returns The same array for each connection that can share it, not to be changed any more; `undefined` to leave the
   *   message unchanged.
   */
  prepared?(bytes: Uint8Array): Uint8Array | undefined;
}

/** The facts about a message that a transform receives when the message begins. */
export interface MessageHead {
  readonly kind: 'text' | 'binary';

  /** Decoder: the reserved bits of the first frame, as in byte 0. Encoder: 0. */
  readonly reservedBits: number;

  /** Encoder: the option `compress` of `send`; `undefined` leaves the choice to the extension. */
  readonly compress?: boolean | undefined;

  /** Encoder: length of the whole message in bytes; `undefined` when it is sent in parts. */
  readonly length?: number | undefined;
}

/** The result of transforming a piece of a message. */
export type TransformResult =
  | { readonly kind: 'bytes'; readonly bytes: TransformOutput }
  | TransformFault;

/**
 * Bytes that belong to the caller. Several arrays, one after the other, are joined only when they are needed
 * as one: for a message that turns out to be too long, they never are.
 */
export type TransformOutput = Uint8Array | readonly Uint8Array[];

/** The result of transforming a piece of a received message. */
export type DecoderResult =
  | TransformResult
  /**
   * Bytes that the caller may read until any transform of this extension is called again, and must not
   * change. A text is decoded before that, without a copy; a caller that keeps the bytes copies them.
   */
  | { readonly kind: 'lent'; readonly bytes: Uint8Array };

/** The result of transforming a piece of a message to send. */
export type EncoderResult =
  | TransformResult
  /**
   * Allowed for the first piece of a message only: the message is sent unchanged, without the bits of this
   * extension, and no `push` follows. A whole message is one piece.
   */
  | { readonly kind: 'unchanged' };

/**
 * A fault that ends the message. `bytes` is the output before the fault, at most the budget: without these
 * bytes, which of two faults is reported would depend on how the message was cut into pieces.
 */
export type TransformFault =
  /** The output would exceed the budget: close code 1009. */
  | { readonly kind: 'too-long'; readonly bytes?: TransformOutput | undefined }
  /** The extension does not allow these bytes: close code 1007. */
  | {
      readonly kind: 'illegal';
      readonly detail: string;
      readonly bytes?: TransformOutput | undefined;
    };

/** An extension that both ends agreed on: the element of the answer, and the session of this connection. */
export interface NegotiatedExtension extends ExtensionOffer {
  readonly session: ExtensionSession;
}
