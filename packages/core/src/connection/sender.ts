/**
 * Messages and control frames to bytes (RFC 6455 §5.4, §6.1): transformed by the extensions,
 * fragmented, masked, queued.
 *
 * @module
 */

import { encodeUtf8, plainBytes, Utf8Validator } from '../bytes/index.ts';
import {
  encoderChain,
  joinOutput,
  type NegotiatedExtension,
  type TransformChain,
} from '../extensions/index.ts';
import { fragment, type MessageKind } from '../fragmentation/index.ts';
import { FIN, FrameWriter, Opcode, type Role, unmaskedHeader } from '../framing/index.ts';
import { aBoolean, type Checks, type Kind } from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import type { ConnectionOptions } from './options.ts';
import type { OutputQueue } from './output-queue.ts';
import type { PreparedMessage } from './prepared-message.ts';
import type { SendingPart } from './snapshot.ts';

/** How a message, or a part of one, is sent. */
export interface SendOptions {
  /** Whether the message ends with this data; `false` sends it in parts. Default: true. */
  readonly fin?: boolean | undefined;
  /** What the data is. Default: text for a string, binary for bytes; the later parts take the kind of the first. */
  readonly kind?: MessageKind | undefined;
  /** Whether extensions that compress should. Default: theirs. */
  readonly compress?: boolean | undefined;
}

export const aMessageKind: Kind<MessageKind> = "'text' or 'binary'";

export const sendChecks: Checks<SendOptions> = {
  fin: aBoolean,
  kind: aMessageKind,
  compress: aBoolean,
};

/** From here on, in bytes, a payload that needs no mask is passed on instead of copied. */
const PASS_FROM = 16_384;

const NOTHING: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** For whom a sender works. */
export interface Principal {
  readonly queue: OutputQueue;
  /** It works for somebody else now. */
  loseSender(): void;
}

export class Sender {
  #output: OutputQueue;
  #principal: Principal | undefined;
  readonly #options: ConnectionOptions;
  readonly #writer: FrameWriter;
  readonly #chain: TransformChain | undefined;
  readonly #role: Role;
  readonly #maxFragmentBytes: number;

  /** The kind of the message that is being sent in parts, and whether its parts are strings. */
  #kind: MessageKind | undefined;
  #strings = false;
  /** Its first frame has been sent. */
  #begun = false;
  #reservedBits = 0;
  /** The high surrogate that ended the last part of a text: the low one may begin the next. */
  #surrogate = '';
  /** Set while a text is sent as bytes. */
  #utf8: Utf8Validator | undefined;
  /** The code point that its last part ended in the middle of. */
  #tail = NOTHING;

  constructor(
    role: Role,
    output: OutputQueue,
    extensions: readonly NegotiatedExtension[],
    maxFragmentBytes: number,
    options: ConnectionOptions,
  ) {
    this.#role = role;
    this.#output = output;
    this.#writer = new FrameWriter(role, options.fillRandom, options.capabilities);
    this.#options = options;
    this.#chain = extensions.length > 0 ? encoderChain(extensions) : undefined;
    this.#maxFragmentBytes = maxFragmentBytes;
  }

  /** Whether it can work for a connection that would have the same: it is in the middle of no message. */
  canServe(role: Role, options: ConnectionOptions): boolean {
    return role === this.#role && options === this.#options && this.#kind === undefined;
  }

  /** From now on it works for this one. */
  serve(principal: Principal): void {
    this.#principal?.loseSender();
    this.#principal = principal;
    this.#output = principal.queue;
  }

  /** The message that is being sent in parts: sent again as a part of one, it leads here. */
  get part(): SendingPart | undefined {
    if (this.#kind === undefined) return undefined;
    return { kind: this.#kind, data: this.#strings ? this.#surrogate : this.#tail };
  }

  /**
   * Sends a message, or the next part of one.
   *
   * @throws TypeError when the data is neither, or not of the message's kind; RangeError when bytes sent as text are not UTF-8.
   */
  message(data: string | Uint8Array, options: SendOptions): void {
    const fin = options.fin ?? true;
    const kind = this.#kindOf(data, options.kind);
    if (typeof data === 'string' && fin && this.whole(data)) return;
    if (kind === 'text' && typeof data !== 'string') this.#assertUtf8(data, fin);
    const payload = typeof data === 'string' ? this.#encode(data, fin) : plainBytes(data, 'data');
    if (this.#kind === undefined) {
      this.#strings = typeof data === 'string';
      this.#begin(kind, fin ? payload.length : undefined, options.compress);
    }
    this.#send(kind, payload, fin);
  }

  /** Sends a whole message as one frame, where that can be: `false`, and it is not sent. */
  whole(data: string | Uint8Array): boolean {
    if (this.#chain !== undefined || this.#kind !== undefined) return false;
    if (typeof data === 'string') return this.#text(data);
    if (data.length > this.#maxFragmentBytes) return false;
    this.#payload(FIN | Opcode.binary, data);
    return true;
  }

  /** Sends a message that is encoded already, where its frame can be sent as it is: `false`, and it is not sent. */
  prepared({ frame, payloadLength }: PreparedMessage): boolean {
    if (this.#role === 'client' || this.#chain !== undefined || this.#kind !== undefined)
      return false;
    if (payloadLength > this.#maxFragmentBytes) return false;
    this.#output.pass(frame);
    return true;
  }

  #text(text: string): boolean {
    if (3 * text.length > this.#maxFragmentBytes) return false;
    this.#writer.appendText(this.#output, text);
    return true;
  }

  /** Sends a control frame. */
  control(opcode: Opcode, payload: Uint8Array): void {
    this.#writer.append(this.#output, FIN | opcode, payload);
  }

  #begin(kind: MessageKind, length: number | undefined, compress: boolean | undefined): void {
    this.#kind = kind;
    this.#begun = false;
    this.#reservedBits = 0;
    this.#chain?.begin({ kind, reservedBits: 0, compress, length });
  }

  #send(kind: MessageKind, payload: Uint8Array, fin: boolean): void {
    let bytes = payload;
    if (this.#chain !== undefined) {
      const result = this.#chain.push(payload, fin, Infinity);
      if (result.kind !== 'bytes') throw new StateError('Extension did not encode the message');
      bytes = joinOutput(result.bytes);
      this.#reservedBits = this.#chain.reservedBits;
    }
    if (fin) this.#kind = undefined;
    // A part that an extension keeps back entirely needs no frame of its own.
    if (bytes.length === 0 && !fin && payload.length > 0) return;
    const fragments = fragment(bytes, this.#maxFragmentBytes);
    const last = fragments.length - 1;
    for (let i = 0; i <= last; i++) this.#frame(kind, fragments[i]!, fin && i === last);
  }

  #frame(kind: MessageKind, payload: Uint8Array, fin: boolean): void {
    const opcode = this.#begun ? Opcode.continuation : Opcode[kind];
    const byte0 = (fin ? FIN : 0) | (this.#begun ? 0 : this.#reservedBits) | opcode;
    this.#begun = true;
    this.#payload(byte0, payload);
  }

  #payload(byte0: number, payload: Uint8Array): void {
    if (this.#role === 'server' && payload.length >= PASS_FROM) {
      const { length } = payload;
      const header = this.#options.memory?.header(byte0, length) ?? unmaskedHeader(byte0, length);
      this.#output.pass(payload, header);
    } else {
      this.#writer.append(this.#output, byte0, payload);
    }
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

  /** A pair of surrogates that was cut between two parts is one code point. */
  #encode(text: string, fin: boolean): Uint8Array {
    let whole = this.#surrogate + text;
    const last = whole.charCodeAt(whole.length - 1);
    this.#surrogate = '';
    if (!fin && last >= 0xd800 && last <= 0xdbff) {
      this.#surrogate = whole.slice(-1);
      whole = whole.slice(0, -1);
    }
    return encodeUtf8(whole);
  }

  #assertUtf8(bytes: Uint8Array, fin: boolean): void {
    const before = this.#utf8 ?? new Utf8Validator();
    const validator = before.clone();
    const index = validator.push(bytes, 0, bytes.length, fin ? 0 : Infinity);
    if (index !== -1 || (fin && validator.needed > 0)) {
      throw new RangeError(
        `Cannot send text: not UTF-8 at byte ${index === -1 ? bytes.length : index} (RFC 6455 §8.1)`,
      );
    }
    this.#utf8 = fin ? undefined : validator;
    const joined = Uint8Array.of(
      ...this.#tail,
      ...bytes.subarray(-validator.begun || bytes.length),
    );
    this.#tail = joined.slice(joined.length - validator.begun);
  }
}
