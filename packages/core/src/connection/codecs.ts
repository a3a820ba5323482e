/**
 * What parses and what sends, once a connection is established: borrowed when the first bytes come, or the first message
 * is sent, and given back at rest, so that a connection that waits has neither.
 *
 * Between two messages what parses knows nothing of its connection but an offset, and what sends nothing but where its
 * frames go. So connections that share memory, and have the same role and options, use them in turn. Only one connection
 * has one at a time: who needs another while all are lent gets a new one.
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

/** So many receivers and senders wait for the next connection, at most. */
const MOST_SPARE = 16;

/** Memory has the codecs of so many kinds of connections, at most. */
const MOST_KINDS = 4;

/** Where nothing is lent, nothing waits. */
const NONE: never[] = [];

/** Makes the receiver and the sender of one connection, or lends them to all connections of a kind. */
export class Codecs {
  readonly #role: Role;
  readonly #options: ConnectionOptions;
  readonly #limits: Limits;
  readonly #extensions: readonly NegotiatedExtension[];
  readonly #version: VersionFrames | undefined;
  /** Whether they are lent: then what is at rest is to be given back. */
  readonly lend: boolean;
  /** Those that nobody has. */
  readonly #receivers: Receiver[];
  readonly #senders: MessageSender[];

  private constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    extensions: readonly NegotiatedExtension[],
    version: VersionFrames | undefined,
    lend: boolean,
  ) {
    this.#role = role;
    this.#options = options;
    this.#limits = limits;
    this.#extensions = extensions;
    this.#version = version;
    this.lend = lend;
    this.#receivers = lend ? [] : NONE;
    this.#senders = lend ? [] : NONE;
  }

  /** @returns Those of all connections like this one, if it shares memory and has agreed on nothing of its own. */
  static of(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    extensions: readonly NegotiatedExtension[],
    version: VersionFrames | undefined,
  ): Codecs {
    const isShared = version === undefined && extensions.length === 0;
    const kinds = isShared ? options.memory?.codecs : undefined;
    const known = kinds?.find((kind) => kind.#role === role && kind.#options === options);
    if (known !== undefined) return known;
    const codecs = new Codecs(role, options, limits, extensions, version, kinds !== undefined);
    if (kinds?.push(codecs) === MOST_KINDS + 1) kinds.shift();
    return codecs;
  }

  /** @param offset - In all that was received, of the byte that comes next. */
  takeReceiver(offset: number): Receiver {
    const spare = this.#receivers.pop();
    if (spare === undefined) return this.#newReceiver(offset);
    spare.begin?.(offset);
    return spare;
  }

  /** @param output - Where the frames go. */
  takeSender(output: OutputQueue): MessageSender {
    const spare = this.#senders.pop();
    if (spare === undefined) return this.#newSender(output);
    spare.begin?.(output);
    return spare;
  }

  /** Takes one back that is at rest. */
  giveReceiver(receiver: Receiver): void {
    if (this.#receivers.length < MOST_SPARE) this.#receivers.push(receiver);
  }

  giveSender(sender: MessageSender): void {
    if (this.#senders.length < MOST_SPARE) this.#senders.push(sender);
  }

  #newReceiver(offset: number): Receiver {
    const frames = this.#version?.frames;
    if (frames) return frames.receiver(this.#options, this.#limits, offset);
    return new FrameReceiver(
      this.#role,
      this.#options,
      this.#limits,
      this.#extensions,
      offset,
      this.#version?.dialect,
    );
  }

  #newSender(output: OutputQueue): MessageSender {
    const limits = this.#limits;
    const frames = this.#version?.frames;
    if (frames) return frames.sender(output, limits);
    return new Sender(this.#role, output, this.#extensions, limits.maxFragmentBytes, this.#options);
  }
}
