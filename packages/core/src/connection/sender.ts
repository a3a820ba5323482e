/**
 * Messages and control frames to bytes (RFC 6455 §5.4, §6.1): transformed by the extensions,
 * fragmented, masked, written to a draft of the output, which is queued by the caller.
 *
 * What can throw comes first, and then what changes the state of a message in parts.
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
import { type MessageKind, uncheckedFragment } from '../fragmentation/index.ts';
import { FIN, FrameWriter, Opcode, type Role, unmaskedHeader } from '../framing/index.ts';
import { aBoolean, type Checks, type Kind } from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import { needStack } from './need-stack.ts';
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

/** What the next part of a text begins with: code points may be cut between two parts. */
interface Cut {
  /** The high surrogate that ended the last part. */
  readonly surrogate: string;
  /** There while a text is sent as bytes. */
  readonly utf8?: Utf8Validator | undefined;
  /** The code point that its last part ended in the middle of. */
  readonly tail: Uint8Array;
}

const NO_CUT: Cut = { surrogate: '', tail: NOTHING };

export class Sender {
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
  #cut = NO_CUT;
  /** The extensions have seen what was not sent, since something threw. */
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

  /** Sent again as a part of a message, it leads here. */
  get part(): SendingPart | undefined {
    if (this.#kind === undefined) return undefined;
    const { surrogate, tail } = this.#cut;
    return { kind: this.#kind, data: this.#strings ? surrogate : tail };
  }

  /**
   * Sends a message, or the next part of one.
   *
   * @throws TypeError when the data is neither, or not of the message's kind; RangeError when bytes sent as text are not
   *   UTF-8; StateError when an extension has lost a part of the message.
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
    // A part that an extension keeps back entirely needs no frame of its own.
    const isKept = bytes.length === 0 && !fin && payload.length > 0;
    const begun = this.#kind !== undefined && this.#begun;
    if (!isKept) this.#frames(output, kind, bytes, fin, begun);
    // The state of the message changes here, and the queue behind it, or neither.
    needStack(16);
    this.#isInDoubt = false;
    this.#strings = typeof data === 'string';
    this.#kind = fin ? undefined : kind;
    this.#begun = begun || !isKept;
    this.#cut = fin ? NO_CUT : cut;
  }

  /** Sends a whole message as one frame, where that can be: `false`, and it is not sent. */
  whole(data: string | Uint8Array, output: OutputQueue): boolean {
    if (this.#chain !== undefined || this.#kind !== undefined) return false;
    if (typeof data === 'string') return this.#text(output, data);
    if (data.length > this.#maxFragmentBytes) return false;
    this.#payload(output, FIN | Opcode.binary, data);
    return true;
  }

  /** Sends a message that is encoded already, where its frame can be sent as it is: `false`, and it is not sent. */
  prepared({ frame, payloadLength }: PreparedMessage, output: OutputQueue): boolean {
    if (this.#role === 'client' || this.#chain !== undefined || this.#kind !== undefined)
      return false;
    if (payloadLength > this.#maxFragmentBytes) return false;
    output.pass(frame);
    return true;
  }

  #text(output: OutputQueue, text: string): boolean {
    if (3 * text.length > this.#maxFragmentBytes) return false;
    this.#writer.appendText(output, text);
    return true;
  }

  /** Sends a control frame. */
  control(opcode: Opcode, payload: Uint8Array, output: OutputQueue): void {
    this.#writer.append(output, FIN | opcode, payload);
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
    const fragments = uncheckedFragment(bytes, this.#maxFragmentBytes);
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

  /** Where this part cuts a text. */
  #cutOf(data: string | Uint8Array, kind: MessageKind, fin: boolean): Cut {
    if (typeof data !== 'string') return kind === 'text' ? this.#cutOfBytes(data, fin) : NO_CUT;
    const { length } = data;
    const last = length === 0 ? this.#cut.surrogate : data[length - 1]!;
    const isHigh = !fin && last >= '\ud800' && last <= '\udbff';
    return isHigh ? { surrogate: last, tail: NOTHING } : NO_CUT;
  }

  /** @throws RangeError when they are not UTF-8. */
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
