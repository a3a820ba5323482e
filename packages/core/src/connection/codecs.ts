/**
 * The receivers and senders of established connections: made for the first bytes received or the first message sent,
 * and given back at rest.
 *
 * Between two messages, the only state of a receiver is an offset, and a sender has no state. So connections that share
 * memory, and have the same role and options, use them in turn, and an idle connection has neither. A receiver is lent
 * from the first byte until it is at rest; a sender is lent while a message is sent in parts, since sending anything
 * else does not change its state.
 *
 * @module
 */

import type { NegotiatedExtension } from '../extensions/index.ts';
import type { Role } from '../framing/index.ts';
import { FrameReceiver } from './frame-receiver.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import type { OutputQueue } from './output-queue.ts';
import { Sender } from './sender.ts';
import type { MessageSender, Receiver, VersionFrames } from './version-frames.ts';

/** The most receivers that are kept for the next connection. */
const MOST_SPARE = 16;

/** The most kinds of connections whose codecs shared memory keeps: the latest ones. */
const MOST_KINDS = 4;

/** The receivers and senders of all connections of one kind, or of one connection that shares nothing. */
export class Codecs {
  readonly #role: Role;
  readonly #options: ConnectionOptions;
  readonly #limits: Limits;
  readonly #extensions: readonly NegotiatedExtension[];
  readonly #version: VersionFrames | undefined;
  /** The first of a list of receivers that no connection uses. */
  #receiver: Receiver | undefined;
  #spare = 0;
  /** The sender that no connection keeps. */
  #sender: MessageSender | undefined;

  constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    extensions: readonly NegotiatedExtension[],
    version: VersionFrames | undefined,
  ) {
    this.#role = role;
    this.#options = options;
    this.#limits = limits;
    this.#extensions = extensions;
    this.#version = version;
  }

  /** @returns Shared codecs if the connection shares memory, without extensions and an older version; else new ones. */
  static of(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    extensions: readonly NegotiatedExtension[],
    version: VersionFrames | undefined,
  ): Codecs {
    const isUsual = version === undefined && extensions.length === 0;
    const kinds = isUsual ? options.memory?.codecs : undefined;
    for (const kind of kinds ?? []) {
      const isSame = kind instanceof Codecs && kind.#role === role && kind.#options === options;
      if (isSame) return kind;
    }
    const codecs = new Codecs(role, options, limits, extensions, version);
    if (kinds?.push(codecs) === MOST_KINDS + 1) kinds.shift();
    return codecs;
  }

  /** @param offset - Position of the next byte among all bytes received. */
  takeReceiver(offset: number): Receiver {
    const spare = this.#receiver;
    if (spare === undefined) return this.#newReceiver(offset);
    spare.begin?.(offset);
    this.#receiver = spare.below;
    this.#spare--;
    return spare;
  }

  /** Returns a receiver that is at rest. */
  giveReceiver(receiver: Receiver): void {
    if (this.#spare === MOST_SPARE) return;
    receiver.below = this.#receiver;
    this.#receiver = receiver;
    this.#spare++;
  }

  /** Lends the sender for one call: a control frame, a whole message. @param output - Of a connection of this kind. */
  senderFor(output: OutputQueue): MessageSender {
    return (this.#sender ??= this.#newSender(output));
  }

  /** Removes the sender, for a message that may have several parts. */
  takeSender(output: OutputQueue): MessageSender {
    const sender = this.senderFor(output);
    this.#sender = undefined;
    return sender;
  }

  /** Returns a sender that has no message in progress. */
  giveSender(sender: MessageSender): void {
    this.#sender = sender;
  }

  #newReceiver(offset: number): Receiver {
    const options = this.#options;
    const limits = this.#limits;
    const version = this.#version;
    return (
      version?.frames?.receiver(options, limits, offset) ??
      new FrameReceiver(this.#role, options, limits, this.#extensions, offset, version?.dialect)
    );
  }

  #newSender(output: OutputQueue): MessageSender {
    const limits = this.#limits;
    return (
      this.#version?.frames?.sender(output, limits) ??
      new Sender(this.#role, this.#extensions, limits.maxFragmentBytes, this.#options)
    );
  }
}
