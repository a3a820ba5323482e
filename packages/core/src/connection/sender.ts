/**
 * Messages and control frames to bytes (RFC 6455 §5.4, §6.1): transformed by the extensions,
 * fragmented, masked, written to a draft of the output, which the caller queues.
 *
 * The code that can throw runs first, then the code that changes the state of a message in parts.
 *
 * @module
 */

import { encodeUtf8, plainBytes, Utf8Validator } from '../bytes/index.ts';
import {
  encoderChain,
  joinOutput,
  type MessageHead,
  type NegotiatedExtension,
  type TransformChain,
} from '../extensions/index.ts';
import { fragment, type MessageKind } from '../fragmentation/index.ts';
import { FIN, FrameWriter, Opcode, type Role, unmaskedHeader } from '../framing/index.ts';
import { aBoolean, type Checks, type Kind } from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import { needStack } from './need-stack.ts';
import type { ConnectionOptions } from './options.ts';
import type { OutputQueue } from './output-queue.ts';
import type { PreparedMessage } from './prepared-message.ts';
import type { SendingPart } from './snapshot.ts';

/** Options for sending a message, or a part of a message. */
export interface SendOptions {
  /** Whether the message ends with this data; `false` sends a part, and more parts follow. Default: true. */
  readonly fin?: boolean | undefined;
  /** The kind of the data. Default: text for a string, binary for bytes; later parts have the kind of the first. */
  readonly kind?: MessageKind | undefined;
  /** Whether extensions should compress the message. Default: each extension decides. */
  readonly compress?: boolean | undefined;
}

export const aMessageKind: Kind<MessageKind> = "'text' or 'binary'";

export const sendChecks: Checks<SendOptions> = {
  fin: aBoolean,
  kind: aMessageKind,
  compress: aBoolean,
};

/** The least payload, in bytes, that is passed on instead of copied if it needs no mask. */
const PASS_FROM = 16_384;

const NOTHING: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** The start of a code point that is cut between two parts of a text; the next part completes it. */
interface Cut {
  /** The high surrogate that ended the last part. */
  readonly surrogate: string;
  /** Set while a text is sent as bytes. */
  readonly utf8?: Utf8Validator | undefined;
  /** The first bytes of the code point that the last part ended in. */
  readonly tail: Uint8Array;
}

const NO_CUT: Cut = { surrogate: '', tail: NOTHING };

/** Writes the messages and control frames of the connection that has borrowed it. */
export class Sender {
  readonly #options: ConnectionOptions;
  readonly #writer: FrameWriter;
  readonly #chain: TransformChain | undefined;
  readonly #role: Role;
  readonly #maxFragmentBytes: number;

  /** The kind of the message that is sent in parts, and whether its parts are strings. */
  #kind: MessageKind | undefined;
  #strings = false;
  /** Whether the first frame of this message has been sent. */
  #begun = false;
  #cut = NO_CUT;
  /** Whether the extensions have seen data that was not sent, because an error was thrown. */
  #isInDoubt = false;

  constructor(
    role: Role,
    extensions: readonly NegotiatedExtension[],
    maxFragmentBytes: number,
    options: ConnectionOptions,
  ) {
    this.#role = role;
    this.#writer = new FrameWriter(role, options.fillRandom, options.capabilities);
    this.#options = options;
    this.#chain = extensions.length > 0 ? encoderChain(extensions) : undefined;
    this.#maxFragmentBytes = maxFragmentBytes;
  }

  /** The state of a message in parts: a fresh sender that sends this part has the same state. */
  get part(): SendingPart | undefined {
    if (this.#kind === undefined) return undefined;
    const { surrogate, tail } = this.#cut;
    return { kind: this.#kind, data: this.#strings ? surrogate : tail };
  }

  /**
   * Sends a message, or the next part of a message.
   *
   * @throws TypeError when the data is neither a string nor bytes, or not of the message's kind; RangeError when bytes sent
   *   as text are not UTF-8; StateError when an extension has lost a part of the message.
   */
  message(data: string | Uint8Array, options: SendOptions, output: OutputQueue): void {
    const fin = options.fin ?? true;
    const kind = this.#kindOf(data, options.kind);
    if (typeof data === 'string' && fin && this.whole(data, output)) return;
    const cut = this.#cutOf(data, kind, fin);
    const payload = typeof data === 'string' ? this.#encode(data, cut) : plainBytes(data, 'data');
    const length = fin ? payload.length : undefined;
    const bytes = this.#encoded(payload, fin, {
      kind,
      reservedBits: 0,
      compress: options.compress,
      length,
    });
    output.countData(payload.length, fin);
    // A part that an extension retains entirely needs no frame.
    const isKept = bytes.length === 0 && !fin && payload.length > 0;
    const begun = this.#kind !== undefined && this.#begun;
    if (!isKept) this.#frames(output, kind, bytes, fin, begun);
    // Both the state of the message and then the queue change, or neither.
    needStack(16);
    this.#isInDoubt = false;
    this.#strings = typeof data === 'string';
    this.#kind = fin ? undefined : kind;
    this.#begun = begun || !isKept;
    this.#cut = fin ? NO_CUT : cut;
  }

  /** Sends a whole message as one frame, if possible. @returns Whether it was sent. */
  whole(data: string | Uint8Array, output: OutputQueue): boolean {
    if (this.#chain !== undefined || this.#kind !== undefined) return false;
    if (typeof data === 'string') return this.#text(output, data);
    if (data.length > this.#maxFragmentBytes) return false;
    this.#payload(output, FIN | Opcode.binary, data);
    output.countData(data.length, true);
    return true;
  }

  /** Sends a frame of a prepared message, if possible. @returns Whether it was sent. */
  prepared(message: PreparedMessage, output: OutputQueue): boolean {
    if (this.#role === 'client' || this.#kind !== undefined || this.#isInDoubt) return false;
    const chain = this.#chain;
    const payload = chain === undefined ? message.payload : chain.prepared(message.payload);
    if (payload === undefined || payload.length > this.#maxFragmentBytes) return false;
    output.pass(message.transformed(payload, chain?.reservedBits ?? 0));
    output.countFrame(payload.length);
    output.countData(message.payload.length, true);
    return true;
  }

  #text(output: OutputQueue, text: string): boolean {
    if (3 * text.length > this.#maxFragmentBytes) return false;
    const bytes = this.#writer.appendText(output, text);
    output.countFrame(bytes);
    output.countData(bytes, true);
    return true;
  }

  /** Sends a control frame. */
  control(opcode: Opcode, payload: Uint8Array, output: OutputQueue): void {
    this.#writer.append(output, FIN | opcode, payload);
    output.countFrame(0);
  }

  /** Passes the next part of a message through the extensions. */
  #encoded(payload: Uint8Array, fin: boolean, head: MessageHead): Uint8Array {
    const chain = this.#chain;
    if (chain === undefined) return payload;
    const isFirst = this.#kind === undefined;
    if (this.#isInDoubt && !(isFirst && chain.takeBack())) {
      throw new StateError('Cannot send: an extension has lost a part of the message');
    }
    if (isFirst) chain.begin(head);
    this.#isInDoubt = true;
    const result = chain.push(payload, fin, Infinity);
    if (result.kind !== 'bytes') throw new StateError('Extension did not encode the message');
    return joinOutput(result.bytes);
  }

  #frames(
    output: OutputQueue,
    kind: MessageKind,
    bytes: Uint8Array,
    fin: boolean,
    begun: boolean,
  ): void {
    let first = begun ? Opcode.continuation : (this.#chain?.reservedBits ?? 0) | Opcode[kind];
    const fragments = fragment(bytes, this.#maxFragmentBytes);
    const last = fragments.length - 1;
    if (last > 0) output.endWrite();
    for (let i = 0; i <= last; i++) {
      this.#payload(output, (fin && i === last ? FIN : 0) | first, fragments[i]!);
      first = Opcode.continuation;
    }
  }

  #payload(output: OutputQueue, byte0: number, payload: Uint8Array): void {
    if (this.#role === 'server' && payload.length >= PASS_FROM) {
      const { length } = payload;
      const header = this.#options.memory?.header(byte0, length) ?? unmaskedHeader(byte0, length);
      output.pass(payload, header);
    } else {
      this.#writer.append(output, byte0, payload);
    }
    output.countFrame(payload.length);
  }

  #kindOf(data: string | Uint8Array, wanted: MessageKind | undefined): MessageKind {
    const kind = wanted ?? this.#kind ?? (typeof data === 'string' ? 'text' : 'binary');
    if (this.#kind !== undefined && kind !== this.#kind) {
      throw new TypeError(`Cannot send ${kind}: a ${this.#kind} message is being sent in parts`);
    }
    const isString = typeof data === 'string';
    if (isString && kind === 'binary') {
      throw new TypeError('Cannot send a string as binary: encode it first');
    }
    if (this.#kind !== undefined && isString !== this.#strings) {
      throw new TypeError('Cannot send a text partly as a string and partly as bytes');
    }
    return kind;
  }

  #encode(text: string, { surrogate }: Cut): Uint8Array {
    const whole = this.#cut.surrogate + text;
    return encodeUtf8(surrogate === '' ? whole : whole.slice(0, -1));
  }

  /** The code point that the end of this part cuts. */
  #cutOf(data: string | Uint8Array, kind: MessageKind, fin: boolean): Cut {
    if (typeof data !== 'string') return kind === 'text' ? this.#cutOfBytes(data, fin) : NO_CUT;
    const { length } = data;
    const last = length === 0 ? this.#cut.surrogate : data[length - 1]!;
    const isHigh = !fin && last >= '\ud800' && last <= '\udbff';
    return isHigh ? { surrogate: last, tail: NOTHING } : NO_CUT;
  }

  /** @throws RangeError when the bytes are not UTF-8. */
  #cutOfBytes(bytes: Uint8Array, fin: boolean): Cut {
    const utf8 = this.#cut.utf8?.clone() ?? new Utf8Validator();
    const index = utf8.push(bytes, 0, bytes.length, fin ? 0 : Infinity);
    if (index !== -1 || (fin && utf8.needed > 0)) {
      throw new RangeError(
        `Cannot send text: not UTF-8 at byte ${index === -1 ? bytes.length : index} (RFC 6455 §8.1)`,
      );
    }
    const joined = Uint8Array.of(...this.#cut.tail, ...bytes.subarray(-utf8.begun || bytes.length));
    return { surrogate: '', utf8, tail: joined.slice(joined.length - utf8.begun) };
  }
}
