/**
 * What an extension is (RFC 6455 §9): the interface that anybody can implement.
 *
 * An `Extension` is a recipe: one object serves any number of connections and holds no state of any
 * of them. Negotiation turns it into an `ExtensionSession`, which belongs to one connection and
 * holds its state:
 *
 *     client                                    server
 *     offers() ────────────── offer ──────────► accept(offer)
 *     activate(answer) ◄───── answer ────────── { parameters, session }
 *        └► session
 *
 * A session transforms messages, not frames: control frames never pass through it, and it sees a
 * message as a run of byte pieces, whatever its fragmentation. Calls for one message: `begin(head)`
 * once and, when that said `true`, `push(bytes, fin, budget)` until `fin`. A message that ends
 * early (the closing handshake came in between) is simply followed by nothing; `close()` is called
 * once when the connection is over. None of these calls throws: what is wrong with the peer's bytes
 * is a result, and anything else would go up to whoever called the connection.
 *
 * @module
 */

/**
 * One parameter: its name, and its value or `true` when it has none. Quotes and escapes are already
 * undone.
 */
export type ExtensionParameter = readonly [name: string, value: string | true];

/**
 * Parameters in the order of the field; a name can be repeated, and it is the extension that judges
 * that.
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
   * Server: judges one offer of this name.
   *
   * @returns The answer's parameters with the session; `undefined` declines (an undefined
   *   parameter, a value out of range, an unsupported demand), and the client's next offer is
   *   tried.
   */
  accept(
    offer: ExtensionParameters,
  ): { readonly parameters: ExtensionParameters; readonly session: ExtensionSession } | undefined;

  /**
   * Client: judges the server's answer against what `offers()` gave.
   *
   * @returns The session; `undefined` when the answer is illegal, and the opening handshake fails.
   */
  activate(answer: ExtensionParameters): ExtensionSession | undefined;
}

/** An extension in use on one connection, with its state. */
export interface ExtensionSession {
  /**
   * The reserved bits that this extension sets on the first frame of a message that it transformed:
   * any of `0b0111_0000`, as they stand in byte 0 of the frame header (RFC 6455 §5.2). Two
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

  /** The connection is over: free what the session holds. Called once. */
  close?(): void;
}

/** One direction of a session. */
export interface MessageTransform {
  /**
   * A message begins.
   *
   * @returns Decoder: whether the reserved bits say that this extension transformed the message.
   *   Encoder: whether it wants to; its bits are then set on the first frame. `false` leaves the
   *   message alone: no `push` follows.
   */
  begin(head: MessageHead): boolean;

  /**
   * Transforms the next piece of the message.
   *
   * @param bytes - Not modified, and not kept after the call: copy what has to be remembered.
   * @param fin - Whether this is the last piece of the message.
   * @param budget - The most bytes that may come out of this call. A decoder stops as soon as it
   *   would exceed it, and allocates no more than it; an encoder gets `Infinity`.
   */
  push(bytes: Uint8Array, fin: boolean, budget: number): TransformResult;
}

/** A transform of messages that are received, which may lend what comes out. */
export interface MessageDecoder extends Omit<MessageTransform, 'push'> {
  /** As in `MessageTransform`. */
  push(bytes: Uint8Array, fin: boolean, budget: number): DecoderResult;
}

/** A transform of messages that are sent, which may leave one as it is when it has seen it. */
export interface MessageEncoder extends Omit<MessageTransform, 'push'> {
  /** As in `MessageTransform`; the budget is `Infinity`. */
  push(bytes: Uint8Array, fin: boolean, budget: number): EncoderResult;

  /**
   * The message that was begun last will not be sent: something threw behind the first `push`, or within it. The next
   * message refers to nothing of it. Without this, `send` throws from then on, since the peer could not follow.
   */
  takeBack?(): void;
}

/** What a transform knows of a message when it begins. */
export interface MessageHead {
  readonly kind: 'text' | 'binary';

  /** Decoder: the reserved bits of the first frame, as in byte 0. Encoder: 0. */
  readonly reservedBits: number;

  /** Encoder: what `send` was asked for; `undefined` leaves the choice to the extension. */
  readonly compress?: boolean | undefined;

  /** Encoder: length of the whole message in bytes; `undefined` when it is sent in parts. */
  readonly length?: number | undefined;
}

/** What came out of a piece of a message. */
export type TransformResult =
  | { readonly kind: 'bytes'; readonly bytes: TransformOutput }
  | TransformFault;

/**
 * Bytes that belong to the caller. In several arrays, one after the other, they need not be joined before
 * somebody wants them so: of a message that turns out to be too long nobody will.
 */
export type TransformOutput = Uint8Array | readonly Uint8Array[];

/** What came out of a piece of a message that is received. */
export type DecoderResult =
  | TransformResult
  /**
   * Bytes that are the caller's until any transform of this extension is called again, and are not to be
   * changed. A text is decoded by then, without a copy; a caller that keeps the bytes copies them.
   */
  | { readonly kind: 'lent'; readonly bytes: Uint8Array };

/** What came out of a piece of a message that is sent. */
export type EncoderResult =
  | TransformResult
  /**
   * The first piece of a message only: the message goes out as it is, without the bits of this extension,
   * and no `push` follows. A whole message is one piece.
   */
  | { readonly kind: 'unchanged' };

/**
 * The message is over with this piece. What came out before the fault, at most the budget, comes with it:
 * without those bytes, which of two faults is told would depend on how the message was cut.
 */
export type TransformFault =
  /** More than the budget would come out: 1009. */
  | { readonly kind: 'too-long'; readonly bytes?: TransformOutput | undefined }
  /** The bytes are not what the extension allows: 1007. */
  | {
      readonly kind: 'illegal';
      readonly detail: string;
      readonly bytes?: TransformOutput | undefined;
    };

/** An extension that both ends agreed on: its answer, and its state on this connection. */
export interface NegotiatedExtension extends ExtensionOffer {
  readonly session: ExtensionSession;
}
