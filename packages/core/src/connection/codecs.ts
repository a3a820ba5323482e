/**
 * What parses and what sends, once a connection is established: made when the first bytes come, or the first message is
 * sent, and given back at rest.
 *
 * Between two messages what parses knows nothing of its connection but an offset, and what sends nothing at all. So
 * connections that share memory, and have the same role and options, use them in turn, and one that waits has neither.
 * A receiver is lent from the first byte until it is at rest; a sender while a message is sent in parts, since whatever
 * else is sent leaves it as it was.
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

/** So many receivers wait for the next connection, at most. */
const MOST_SPARE = 16;

/** Memory has the codecs of so many kinds of connections, at most: those that came last. */
const MOST_KINDS = 4;

/** The receivers and senders of all connections of a kind, or of one that shares nothing. */
export class Codecs {
  readonly #role: Role;
  readonly #options: ConnectionOptions;
  readonly #limits: Limits;
  readonly #extensions: readonly NegotiatedExtension[];
  readonly #version: VersionFrames | undefined;
  /** A receiver that nobody has: the first of a list. */
  #receiver: Receiver | undefined;
  #spare = 0;
  /** The sender that nobody has. */
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

  /** @returns Those of all connections like this one, if it shares memory and has agreed on nothing of its own. */
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

  /** @param offset - In all that was received, of the byte that comes next. */
  takeReceiver(offset: number): Receiver {
    const spare = this.#receiver;
    if (spare === undefined) return this.#newReceiver(offset);
    spare.begin?.(offset);
    this.#receiver = spare.below;
    this.#spare--;
    return spare;
  }

  /** Takes a receiver back that is at rest. */
  giveReceiver(receiver: Receiver): void {
    if (this.#spare === MOST_SPARE) return;
    receiver.below = this.#receiver;
    this.#receiver = receiver;
    this.#spare++;
  }

  /** For a frame that is no part of a message: lent for the call. @param output - Of a connection like these. */
  senderFor(output: OutputQueue): MessageSender {
    return (this.#sender ??= this.#newSender(output));
  }

  /** For a message that may be one of several parts. */
  takeSender(output: OutputQueue): MessageSender {
    const sender = this.senderFor(output);
    this.#sender = undefined;
    return sender;
  }

  /** Takes a sender back that is in the middle of no message. */
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
