/**
 * Frames to events (RFC 6455 §5, §6.2): composes the decoder, the extensions and the assembler. It
 * tells what came; the connection acts on it.
 *
 * @module
 */

import type { NegotiatedExtension } from '../extensions/index.ts';
import { handOut, type MessageKind } from '../fragmentation/index.ts';
import {
  FIN,
  type FrameStep,
  isControl,
  Opcode,
  type Role,
  type TextRun,
  type UncheckedFrameDecoder,
} from '../framing/index.ts';
import type { Violation } from '../violations/index.ts';
import { ControlReceiver, wholeControl } from './control-receiver.ts';
import type { ConnectionEvent, ViolationEvent } from './events.ts';
import { type Judge, MessageReceiver, messageEvent } from './message-receiver.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import { decoderFor, textsFor } from './receiver-parts.ts';
import type { Dialect } from './version-frames.ts';
import { violationEvent, withLimit } from './violation-event.ts';
import { noFragments, wireHistory } from './wire-history.ts';

/** For whom a receiver works. */
export interface Recipient {
  /** It works for somebody else now. @param offset - In all that was received, of the byte that comes next. */
  lose(offset: number): void;
}

const TEXT = FIN | Opcode.text;
const BINARY = FIN | Opcode.binary;

export class FrameReceiver implements Judge {
  readonly #decoder: UncheckedFrameDecoder;
  readonly #role: Role;
  readonly #options: ConnectionOptions;
  readonly #limits: Limits;
  readonly #extensions: readonly NegotiatedExtension[];
  readonly #dialect: Dialect | undefined;
  readonly #parts: boolean;
  /** A frame leads to one event at most: so one that is whole may be taken in one step. */
  readonly #takesWhole: boolean;
  /** There when a text that no extension is to see is delivered as a string. */
  readonly #texts: TextRun | undefined;
  /** Offset in all that was received of the first byte that the decoder has taken. */
  #offset: number;
  #recipient: Recipient | undefined;
  #isSpare = false;
  /** Stays once something has thrown: then it does not know where it stands, and works for nobody else. */
  #isParsing = false;

  /** Some of a data frame has come since somebody asked. */
  #heardData = false;
  /** There from the first frame on that needs it. */
  #messages: MessageReceiver | undefined;
  /** There from the first control frame on that comes in pieces. */
  #control: ControlReceiver | undefined;

  constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    extensions: readonly NegotiatedExtension[],
    offset: number,
    dialect?: Dialect,
  ) {
    this.#role = role;
    this.#options = options;
    this.#limits = limits;
    this.#extensions = extensions;
    this.#dialect = dialect;
    this.#decoder = decoderFor(role, options, limits, extensions, dialect);
    this.#parts = options.messages === 'parts';
    this.#takesWhole = options.frames !== true;
    this.#texts = this.#takesWhole && extensions.length === 0 ? textsFor(options) : undefined;
    this.#offset = offset;
  }

  /** Bytes of the chunk that are not parsed. */
  get unread(): number {
    return this.#decoder.unread;
  }

  /** Offset in all that was received of the byte that comes next. */
  get offset(): number {
    return this.#offset + this.#decoder.offset;
  }

  /** Whether a connection would have one that does the same. */
  isFor(role: Role, options: ConnectionOptions): boolean {
    return role === this.#role && options === this.#options;
  }

  /** Whether it keeps nothing of what it has received: then it can work for another one. */
  get isAtRest(): boolean {
    if (this.#isParsing || this.#control !== undefined) return false;
    if (this.#messages?.isBetween === false) return false;
    return this.#decoder.isBetween && this.#decoder.unread === 0;
  }

  /** Once it is at rest, where another one is there to be shared; the offset, as `offset`. */
  get spareAt(): number | undefined {
    return this.#isSpare && this.isAtRest ? this.offset : undefined;
  }

  /** Another one is there to be shared. */
  becomeSpare(): void {
    this.#isSpare = true;
  }

  /** From now on it works for this one, where the byte that comes next has this offset. */
  serve(recipient: Recipient, offset: number): void {
    this.#leave();
    const first = offset - this.#decoder.offset;
    // Either they all know that it has changed hands, or nobody does.
    this.#recipient?.lose(this.offset);
    this.#recipient = recipient;
    this.#offset = first;
    this.#heardData = false;
  }

  /** @returns Whether anything of a data frame has come since the last call. */
  heardData(): boolean {
    const heard = this.#heardData;
    this.#heardData = false;
    return heard;
  }

  /**
   * What led here, as bytes for a fresh receiver, and the offset of the first of them. To be asked when
   * nothing is unread and every event is taken.
   */
  history(role: Role, maxFrameBytes: number): { bytes: Uint8Array; offset: number } {
    const bytes = wireHistory(this.#decoder, {
      role,
      kind: this.#messages?.kind ?? 'binary',
      fragments: this.#messages?.fragments ?? noFragments(),
      kept: this.#messages?.kept() ?? new Uint8Array(0),
      control: this.#control?.payload ?? new Uint8Array(0),
      maxFrameBytes,
    });
    return { bytes, offset: this.offset - bytes.length };
  }

  /** Takes the next chunk, once nothing of the last is unread. */
  push(chunk: Uint8Array): void {
    this.#decoder.push(chunk);
  }

  /** @returns The next event of what was pushed; `undefined` when more input is needed. */
  next(): ConnectionEvent | undefined {
    this.#isParsing = true;
    const event = this.#nextEvent();
    this.#isParsing = false;
    return event;
  }

  /** As too long a message, whatever threw: the bytes that it stands at are to blame. */
  fail(detail: string): ViolationEvent {
    return this.judge({ rule: 'message-too-long', offset: this.#decoder.offset, detail });
  }

  #nextEvent(): ConnectionEvent | undefined {
    const decoder = this.#decoder;
    if (decoder.isUsedUp) return this.#leave();
    const text = this.#texts && decoder.takeText(this.#texts);
    return text === undefined ? this.#nextOfFrames() : this.#whole('text', text);
  }

  #nextOfFrames(): ConnectionEvent | undefined {
    for (;;) {
      const isWhole = this.#takesWhole && this.#decoder.takeFrame();
      const step = isWhole ? 'frame' : this.#decoder.next();
      if (step === 'need-input') return this.#leave();
      const event = step === 'frame' ? this.#wholeFrame() : this.#step(step);
      if (event !== undefined) return event;
    }
  }

  /** Lets go of a chunk that is used up. */
  #leave(): ConnectionEvent | undefined {
    this.#texts?.leave();
    this.#decoder.release();
    return undefined;
  }

  #step(step: Exclude<FrameStep, 'need-input'>): ConnectionEvent | undefined {
    if (step === 'violation') return this.#violation();
    if (!isControl(this.#decoder.opcode)) return this.#dataStep(step);
    if (step === 'header') return this.#frameEvent();
    if (step === 'payload') return this.#controlPayload();
    return this.#controls.end(this.#decoder.opcode);
  }

  #dataStep(step: 'header' | 'payload' | 'end'): ConnectionEvent | undefined {
    const messages = this.#receiverOfData;
    this.#heardData = true;
    if (step === 'payload') return messages.payload();
    if (step === 'end') return messages.end();
    return messages.begin() ?? this.#frameEvent();
  }

  #violation(): ViolationEvent {
    const fault = this.#messages?.fault;
    return fault ?? this.judge(withLimit(this.#decoder.violation!, this.#limits));
  }

  #wholeFrame(): ConnectionEvent | undefined {
    if (isControl(this.#decoder.opcode)) return this.#wholeControl();
    const isSeen = this.#extensions.length > 0;
    return (isSeen ? undefined : this.#wholeMessage()) ?? this.#wholeFragment();
  }

  /** A message in one frame that needs no closer look. */
  #wholeMessage(): ConnectionEvent | undefined {
    const { byte0, pieceBytes, pieceStart, pieceEnd, pieceIsOwn } = this.#decoder;
    if (byte0 === TEXT) {
      const text = this.#texts?.decode(pieceBytes, pieceStart, pieceEnd);
      return text === undefined ? undefined : this.#whole('text', text);
    }
    if (byte0 !== BINARY) return undefined;
    if (pieceIsOwn) return this.#whole('binary', pieceBytes);
    const allocate = this.#options.capabilities?.allocate;
    return this.#whole('binary', handOut(pieceBytes, pieceStart, pieceEnd, this.#parts, allocate));
  }

  #wholeControl(): ConnectionEvent {
    const { opcode } = this.#decoder;
    if (opcode !== Opcode.close) return wholeControl(this.#decoder);
    return this.#controlPayload() ?? this.#controls.end(opcode);
  }

  #whole(kind: MessageKind, data: string | Uint8Array): ConnectionEvent {
    this.#heardData = true;
    return messageEvent(this.#parts, kind, data);
  }

  #wholeFragment(): ConnectionEvent | undefined {
    const messages = this.#receiverOfData;
    this.#heardData = true;
    const fault = messages.begin();
    if (fault !== undefined) return fault;
    const event = this.#decoder.payloadLength > 0 ? messages.payload() : undefined;
    // A last frame leads to one event: the message, or a violation.
    if (event !== undefined && this.#decoder.fin) return event;
    return messages.end() ?? event;
  }

  get #receiverOfData(): MessageReceiver {
    return (this.#messages ??= new MessageReceiver(
      this.#decoder,
      this.#options,
      this.#limits,
      this.#extensions,
      this,
    ));
  }

  get #controls(): ControlReceiver {
    return (this.#control ??= new ControlReceiver(this.#dialect?.isCloseCode));
  }

  #controlPayload(): ConnectionEvent | undefined {
    const { opcode, pieceBytes, pieceStart, pieceEnd, payloadLeft } = this.#decoder;
    const offence = this.#controls.push(opcode, pieceBytes, pieceStart, pieceEnd, payloadLeft);
    if (offence === undefined) return undefined;
    const offset = this.#decoder.offset - (pieceEnd - pieceStart) + offence.index;
    return this.judge({ rule: offence.rule, offset, detail: offence.detail });
  }

  #frameEvent(): ConnectionEvent | undefined {
    if (this.#options.frames !== true) return undefined;
    const { header, headerOffset } = this.#decoder;
    return { type: 'frame', header, offset: this.#offset + headerOffset };
  }

  /** The violation as an event, with the offset in all that was received. */
  judge({ rule, offset, detail }: Violation): ViolationEvent {
    const event = violationEvent({ rule, offset: this.#offset + offset, detail });
    return this.#dialect?.violation(event) ?? event;
  }
}
